#include "server/base/text.h"
#include "server/workflow/completion/around.h"
#include "server/workflow/completion/offers.h"
#include "server/workflow/completion/quoting.h"
#include "server/workflow/inputs.h"

#include <fmt/format.h>

#include <algorithm>

namespace unify_ls::workflow {
namespace {

bool is_among(const YamlNode* mapping, std::string_view name, const YamlEntry* own) {
  return mapping != nullptr && std::ranges::any_of(mapping->entries, [&](const YamlEntry& entry) {
           return entry.key->value == name && (own == nullptr || entry.key != own->key);
         });
}

std::vector<const Value*> offered_values(const Key& key) {
  std::vector<const Value*> values;
  for (const Value& value : key.values)
    if (value.offered) values.push_back(&value);
  return values;
}

std::string choice(const std::vector<const Value*>& values) {
  std::string text = "${1|";
  for (const Value* value : values)
    text += std::string(value == values.front() ? "" : ",") + std::string(value->text);
  return text + "|}";
}

/// What follows a new key: its value where there is only one, a choice where there are few, else the place
/// for it, with its own line for what goes below.
Offer written(const Key& key, std::string_view name, const Layout& layout, NewEntry where, bool flow) {
  Offer offer{
      .label = std::string(name), .kind = OfferKind::key, .text = std::string(name), .doc = doc_of(key)};
  if (where.name_only) return offer;
  offer.text += ':';
  if (where.bare) return offer;
  const auto values = offered_values(key);
  const bool inline_too =
      key.shapes.has_scalar() || key.names == Names::job || key.names == Names::runner_label;
  if (key.shapes.has(Shape::mapping) && (!inline_too || key.inside == &schema::triggers) && !flow) {
    offer.text += layout.new_line(where.column + layout.step);
  } else if (key.shapes.has(Shape::list) && (!inline_too || key.names != Names::none || !values.empty()) &&
             key.names != Names::job && key.names != Names::runner_label && !flow) {
    offer.text += layout.new_line(where.column + layout.dash_step) + "- ";
  } else if (values.size() == 1) {
    offer.text += ' ' + std::string(values.front()->text);
  } else if (!values.empty() && key.listed == Listed::complete) {
    offer.text += ' ' + choice(values);
    offer.snippet = true;
  } else if (key.shapes.bits == Shapes(Shape::boolean).bits) {
    offer.text += " ${1|true,false|}";
    offer.snippet = true;
  } else {
    offer.text += ' ';
  }
  return offer;
}

/// A key whose name somebody chose.
void offer_named(const Key& key, const std::string& name, const Asked& asked, NewEntry where, bool flow,
                 std::string detail, std::string doc, std::vector<Offer>& offers) {
  const YamlEntry* own = asked.cursor.own_entry();
  const auto style = own == nullptr ? YamlNode::Style::plain : own->key->style;
  const auto name_text = as_value(name, {.style = style, .flow = flow});
  if (!name_text) return;
  Offer offer = written(key, *name_text, asked.layout, where, flow);
  offer.label = name;
  offer.detail = std::move(detail);
  offer.doc = std::move(doc);
  offers.push_back(std::move(offer));
}

/// The order of the keys: needed ones, then the usual ones.
std::vector<const Key*> in_order(const Object& object) {
  std::vector<const Key*> keys;
  for (const Key& key : object.keys)
    if (!key.deprecated) keys.push_back(&key);
  std::ranges::sort(keys, [](const Key* a, const Key* b) {
    const bool a_first = a->need == Need::required;
    const bool b_first = b->need == Need::required;
    if (a_first != b_first) return a_first;
    return a->rank != b->rank ? a->rank > b->rank : std::less<>()(a, b); // else as the table has them
  });
  return keys;
}

void offer_container_arguments(const Key& key, const Asked& asked, const YamlNode* mapping, NewEntry where,
                               std::vector<Offer>& offers) {
  for (const std::string_view name : {"entrypoint", "args"})
    if (!is_among(mapping, name, asked.cursor.own_entry())) {
      Offer offer = written(key, name, asked.layout, where, mapping != nullptr && mapping->flow);
      offer.doc = name == "args" ? "Arguments for the container's program, one text."
                                 : "The program that the container runs instead of its own.";
      offers.push_back(std::move(offer));
    }
}

/// Characters of the line beside an offer.
constexpr std::size_t max_detail_length = 100;

std::string detail_of(const Callable::Input& input) {
  std::string detail = input.required ? "required" : "optional";
  if (!input.type.empty()) detail = input.type + ", " + detail;
  if (!input.default_text.empty()) detail += ", default " + input.default_text;
  return printable(shortened(detail, max_detail_length));
}

/// `with` and `secrets` take what the called thing declares.
void offer_arguments(const Asked& asked, const Object& object, const YamlNode* mapping, NewEntry where,
                     std::vector<Offer>& offers) {
  const SchemaPlace& place = asked.cursor.place();
  const SchemaFrame* holder = place.above(place.last()->mapping == mapping ? 1 : 0);
  if (holder == nullptr || holder->key == nullptr || object.any == nullptr) return;
  const CalledAround called = called_around(asked.cursor.model(), place, asked.sources);
  if (called.uses == nullptr) return;
  const bool flow = mapping != nullptr && mapping->flow;
  const bool container =
      holder->object == &schema::step && read_uses(called.uses->value).kind == Uses::Kind::image;
  if (holder->key->name == "with" && container)
    return offer_container_arguments(*object.any, asked, mapping, where, offers);
  const Callable* callable = called.thing.callable;
  if (callable == nullptr) return;
  const auto offer = [&](const std::string& name, std::string detail, const std::string& doc) {
    if (is_among(mapping, name, asked.cursor.own_entry())) return;
    offer_named(*object.any, name, asked, where, flow, std::move(detail), doc, offers);
  };
  if (holder->key->name == "secrets")
    for (const std::string& secret : callable->secrets) offer(secret, "secret", {});
  if (holder->key->name != "with") return;
  for (const bool required : {true, false})
    for (const Callable::Input& input : callable->inputs)
      if (input.required == required) offer(input.name, detail_of(input), printable(input.description));
}

bool may_name_folder(const Asked& asked) {
  const Runnable* runnable = asked.sources.runnable();
  return runnable != nullptr && runnable->may_name_folder;
}

/// The inputs of the workflow that a run document names.
void offer_run_inputs(const Asked& asked, const YamlNode* mapping, NewEntry where,
                      std::vector<Offer>& offers) {
  const Runnable* runnable = asked.sources.runnable();
  if (runnable == nullptr || !runnable->workflow) return;
  const bool flow = mapping != nullptr && mapping->flow;
  for (const bool required : {true, false})
    for (const Input& input : runnable->workflow->inputs) {
      if (must_be_given(input) != required || is_among(mapping, input.name, asked.cursor.own_entry()))
        continue;
      std::string detail = fmt::format("{}{}", name_of(input.type), required ? ", required" : "");
      if (const auto value = usable_default(input)) detail += ", default " + *value;
      offer_named(*schema::run_inputs.any, input.name, asked, where, flow, std::move(detail),
                  printable(input.description.value_or("")), offers);
    }
}

} // namespace

std::string doc_of(const Key& key) {
  std::string doc(key.doc);
  if (!key.more.empty()) doc += "\n\n" + std::string(key.more);
  return doc;
}

void offer_keys(const Asked& asked, const Object& object, const YamlNode* mapping, NewEntry where,
                std::vector<Offer>& offers) {
  const bool flow = mapping != nullptr && mapping->flow;
  const std::size_t first = offers.size();
  for (const Key* key : in_order(object)) {
    if (&object == &schema::run_document && key->name == "folder" && !may_name_folder(asked)) continue;
    if (is_among(mapping, key->name, asked.cursor.own_entry())) continue;
    offers.push_back(written(*key, key->name, asked.layout, where, flow));
    if (key->need == Need::required) offers.back().detail = "required";
  }
  if (&object == &schema::run_inputs)
    offer_run_inputs(asked, mapping, where, offers);
  else if (object.keys.empty())
    offer_arguments(asked, object, mapping, where, offers);
  if (!where.dash) return;
  for (std::size_t i = first; i < offers.size(); ++i) offers[i].text.insert(0, "- ");
}

} // namespace unify_ls::workflow
