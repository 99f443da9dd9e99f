#include "server/base/text.h"
#include "server/workflow/completion/around.h"
#include "server/workflow/completion/offers.h"
#include "server/workflow/expressions/lexer.h"
#include "server/workflow/expressions/vocabulary.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace unify_ls::workflow {
namespace {

using Token = ExpressionToken;
using Names = std::vector<std::string>;

std::vector<Token> tokens_of(std::string_view text) {
  std::vector<Token> tokens;
  ExpressionLexer lexer(text, {.begin = 0, .end = text.size()});
  for (Token token = lexer.next(); token.kind != Token::Kind::end; token = lexer.next())
    tokens.push_back(token);
  return tokens;
}

/// The names of a path such as `needs.build['outputs']`, which ends before the token with number `end`;
/// nothing where it begins with something else than a name.
std::optional<Names> path_before(std::string_view text, const std::vector<Token>& tokens, std::size_t end) {
  Names names;
  while (end > 0) {
    const Token& last = tokens[end - 1];
    if (last.kind == Token::Kind::name) {
      names.emplace_back(part_of(text, last.span));
      if (end < 2 || tokens[end - 2].kind != Token::Kind::dot) {
        std::ranges::reverse(names);
        return names;
      }
      end -= 2;
    } else {
      const bool index = last.kind == Token::Kind::close_index && end >= 3 &&
                         tokens[end - 2].kind == Token::Kind::string &&
                         tokens[end - 3].kind == Token::Kind::open_index && tokens[end - 2].span.size() >= 2;
      if (!index) return std::nullopt;
      const Span string = tokens[end - 2].span;
      names.emplace_back(text.substr(string.begin + 1, string.size() - 2));
      end -= 3;
    }
  }
  return std::nullopt;
}

class InExpression {
 public:
  InExpression(const Asked& asked, Place place, std::vector<Offer>& offers)
      : asked_(asked),
        model_(asked.cursor.model()),
        place_(place),
        job_(job_at(model_, asked.cursor.place())),
        step_(step_at(model_, asked.cursor.place())),
        offers_(offers) {}

  void offer_roots(bool call_follows) {
    const auto usual = contexts_at(place_);
    for (const ContextName id : usual) offer_context(id);
    if (place_ != Place::call_outputs && place_ != Place::step_uses && place_ != Place::delegates)
      for (const ContextName id : {ContextName::cloudbees, ContextName::env, ContextName::vars,
                                   ContextName::secrets, ContextName::inputs})
        if (std::ranges::find(usual, id) == usual.end()) offer_context(id);
    const bool condition = place_ == Place::job_if || place_ == Place::step_if;
    for (const Function& function : known_functions()) {
      if (!function.offered || (function.about_status && !condition)) continue;
      Offer offer{.label = std::string(function.name),
                  .kind = OfferKind::function,
                  .text = std::string(function.name),
                  .doc = std::string(function.doc)};
      if (!call_follows) {
        offer.snippet = function.most > 0;
        offer.text += function.most == 0 ? "()" : "($1)$0";
      }
      offers_.push_back(std::move(offer));
    }
  }

  /// What may stand behind a path; with quotes where it stands in brackets.
  void offer_below(const Names& path, bool brackets, bool quoted) {
    brackets_ = brackets;
    quoted_ = quoted;
    const Context* context = find_context(path.front());
    if (context == nullptr || is_of_github(context->id) || is_refused_at(context->id, place_)) return;
    const std::size_t depth = path.size() - 1;
    switch (context->id) {
    case ContextName::inputs:
      if (depth == 0) offer_inputs();
      return;
    case ContextName::secrets:
      if (depth == 0) offer_secrets();
      return;
    case ContextName::vars:
      if (depth == 0)
        for (const std::string& name : asked_.used.vars) add(name, "used in this repository");
      return;
    case ContextName::env:
      if (depth == 0) offer_variables();
      return;
    case ContextName::needs:
    case ContextName::jobs: return offer_jobs(path, context->id == ContextName::jobs);
    case ContextName::steps: return offer_steps(path);
    case ContextName::handlers:
      if (depth == 0)
        for (const Symbol& symbol : model_.symbols)
          if (symbol.kind == NameKind::handler) add(symbol.name, "handler");
      if (depth == 1) add("outputs");
      return;
    default: return offer_properties(context->id, path);
    }
  }

 private:
  void offer_context(ContextName id) {
    const bool in_workflow = model_.kind == FileKind::workflow;
    if (!in_workflow && (id == ContextName::vars || id == ContextName::needs || id == ContextName::job))
      return;
    if (in_workflow && (id == ContextName::step || id == ContextName::action)) return;
    if (id == ContextName::needs && (job_ == nullptr || job_->needs.empty())) return;
    for (const Context& context : known_contexts())
      if (context.id == id)
        offers_.push_back({.label = std::string(context.name),
                           .kind = OfferKind::context,
                           .text = std::string(context.name),
                           .doc = std::string(context.doc)});
  }

  void add(std::string_view name, std::string_view detail = {}, std::string_view doc = {}) {
    if (offers_.size() >= max_offers || (!brackets_ && !is_name(name)) || name.contains('\'')) return;
    if (std::ranges::any_of(offers_, [name](const Offer& offer) { return offer.label == name; })) return;
    offers_.push_back({.label = std::string(name),
                       .kind = OfferKind::variable,
                       .text = brackets_ && !quoted_ ? fmt::format("'{}'", name) : std::string(name),
                       .detail = std::string(detail),
                       .doc = std::string(doc)});
  }

  void offer_inputs() {
    for (const DeclaredInput& input : model_.inputs) {
      const YamlNode* type = find_value(merged_entries(*input.value), "type");
      const YamlNode* description = find_value(merged_entries(*input.value), "description");
      add(input.name, type == nullptr ? std::string("input") : type->value,
          description == nullptr ? std::string() : printable(description->value));
    }
  }

  void offer_secrets() {
    for (const Symbol& symbol : model_.symbols)
      if (symbol.kind == NameKind::secret) add(symbol.name, "secret of the call");
    for (const std::string& name : asked_.used.secrets) add(name, "used in this repository");
  }

  void offer_variables() {
    const auto offer = [this](const YamlNode* variables, std::string_view of) {
      if (variables != nullptr)
        for (const YamlEntry& entry : merged_entries(*variables)) add(resolved(*entry.key).value, of);
    };
    if (step_ != nullptr) offer(step_->find("env"), "of the step");
    if (job_ != nullptr) offer(job_->find("env"), "of the job");
    offer(find_value(model_.top, "env"), "of the workflow");
  }

  void offer_jobs(const Names& path, bool all) {
    if (path.size() == 1) {
      for (const Job& job : model_.jobs)
        if (all || is_needed(job)) add(job.name, "job");
      return;
    }
    const int number = model_.job_named(path[1]);
    if (number < 0) return;
    if (path.size() == 2) return add("outputs");
    const Job& job = model_.jobs[static_cast<std::size_t>(number)];
    if (path.size() == 3 && path[2] == "outputs")
      for (const std::string& name : outputs_of(job, asked_.sources)) add(name, "output of the job");
  }

  bool is_needed(const Job& job) const {
    return job_ != nullptr &&
           std::ranges::any_of(job_->needs, [&job](const YamlNode* need) { return need->value == job.name; });
  }

  void offer_steps(const Names& path) {
    const auto first = model_.steps.begin() + (job_ == nullptr ? 0 : job_->first_step);
    auto last = job_ == nullptr ? model_.steps.end() : model_.steps.begin() + job_->last_step;
    if (step_ != nullptr) last = model_.steps.begin() + (step_ - model_.steps.data());
    for (auto step = first; step < last; ++step) {
      if (step->id.empty()) continue;
      if (path.size() == 1) add(step->id, "step");
      if (path.size() == 2 && step->id == path[1]) add("outputs");
      if (path.size() == 3 && step->id == path[1] && path[2] == "outputs")
        for (const std::string& name : outputs_of(model_, *step, asked_.sources))
          add(name, "output of the step");
    }
  }

  /// The next part of each known property that goes on behind the path.
  void offer_properties(ContextName id, const Names& path) {
    std::string prefix;
    for (std::size_t i = 1; i < path.size(); ++i) prefix += path[i] + '.';
    for (const Property& property : known_properties()) {
      if (property.context != id || property.gone || !property.path.starts_with(prefix)) continue;
      if (place_ == Place::step_uses && id == ContextName::cloudbees && !property.path.starts_with("scm."))
        continue;
      const std::string_view rest = property.path.substr(prefix.size());
      const std::string_view part = rest.substr(0, rest.find('.'));
      add(part, {}, part == rest ? property.doc : std::string_view());
    }
  }

  const Asked& asked_;
  const Model& model_;
  Place place_;
  const Job* job_;
  const Step* step_;
  std::vector<Offer>& offers_;
  bool brackets_ = false;
  bool quoted_ = false;
};

} // namespace

std::size_t half_name(std::string_view before) {
  const auto tokens = tokens_of(before);
  if (tokens.empty()) return 0;
  const Token& last = tokens.back();
  if (last.kind == Token::Kind::string && !last.closed) return last.span.size() - 1;
  const bool half = last.kind == Token::Kind::name && last.span.end == before.size();
  return half ? last.span.size() : 0;
}

void offer_in_expression(const Asked& asked, std::string_view before, Place place, bool call_follows,
                         std::vector<Offer>& offers) {
  InExpression here(asked, place, offers);
  std::vector<Token> tokens = tokens_of(before);
  const bool quoted = !tokens.empty() && tokens.back().kind == Token::Kind::string && !tokens.back().closed;
  if (quoted || half_name(before) > 0) tokens.pop_back();
  if (tokens.empty()) {
    if (!quoted) here.offer_roots(call_follows);
    return;
  }
  switch (tokens.back().kind) {
  case Token::Kind::dot:
  case Token::Kind::open_index: {
    const bool brackets = tokens.back().kind == Token::Kind::open_index;
    const auto path = path_before(before, tokens, tokens.size() - 1);
    if (path && (brackets || !quoted)) here.offer_below(*path, brackets, quoted);
    if (brackets && !quoted) here.offer_roots(call_follows);
    return;
  }
  case Token::Kind::open:
  case Token::Kind::comma:
  case Token::Kind::negation:
  case Token::Kind::operation:
    if (!quoted) here.offer_roots(call_follows);
    return;
  default: return;
  }
}

} // namespace unify_ls::workflow
