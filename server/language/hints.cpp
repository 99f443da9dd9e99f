#include "server/language/hints.h"

#include "server/language/place.h"
#include "server/workflow/hover/cron_times.h"

#include <fmt/format.h>

#include <charconv>

namespace unify_ls::language {
namespace {

using workflow::YamlNode;

std::string in_hours(unsigned minutes) {
  const unsigned days = minutes / (24 * 60);
  const unsigned hours = minutes / 60 % 24;
  std::string text;
  if (days > 0) text = fmt::format("{} d", days);
  if (hours > 0) text += fmt::format("{}{} h", text.empty() ? "" : " ", hours);
  if (minutes % 60 > 0) text += fmt::format(" {} min", minutes % 60);
  return text;
}

class Hints {
 public:
  Hints(const Analysis& analysis, workflow::Span part, documents::Encoding encoding)
      : analysis_(analysis),
        part_(part),
        encoding_(encoding) {}

  void add_times(const YamlNode* minutes) {
    if (minutes == nullptr || !minutes->is_scalar()) return;
    unsigned number = 0;
    const char* end = minutes->value.data() + minutes->value.size();
    const auto read = std::from_chars(minutes->value.data(), end, number);
    if (read.ec == std::errc() && read.ptr == end && number > long_minutes) add(*minutes, in_hours(number));
  }

  void add_schedule(const YamlNode& item) {
    const auto entries = workflow::merged_entries(item);
    const YamlNode* cron = workflow::find_value(entries, "cron");
    if (cron == nullptr || !cron->is_scalar()) return;
    if (const auto times = workflow::CronTimes::read(cron->value)) add(*cron, times->in_words() + " UTC");
  }

  std::vector<protocol::InlayHint> take() { return std::move(hints_); }

 private:
  void add(const YamlNode& behind, std::string label) {
    if (behind.span.end < part_.begin || part_.end < behind.span.end) return;
    const protocol::Range range = to_wire(analysis_.source(), behind.span, encoding_);
    hints_.push_back({.position = range.end, .label = std::move(label)});
  }

  const Analysis& analysis_;
  workflow::Span part_;
  documents::Encoding encoding_;
  std::vector<protocol::InlayHint> hints_;
};

} // namespace

std::vector<protocol::InlayHint> inlay_hints(const Analysis& analysis, workflow::Span part,
                                             documents::Encoding encoding) {
  const workflow::Model* model = analysis.model();
  if (model == nullptr) return {};
  Hints hints(analysis, part, encoding);
  if (const workflow::YamlEntry* schedule = model->trigger("schedule"))
    for (const YamlNode* item : workflow::resolved(*schedule->value).items) hints.add_schedule(*item);
  for (const workflow::Job& job : model->jobs) hints.add_times(job.find("timeout-minutes"));
  for (const workflow::Step& step : model->steps) hints.add_times(step.find("timeout-minutes"));
  return hints.take();
}

} // namespace unify_ls::language
