/* An event about a user, a group or a directory. */
#ifndef WORKOSDS_EVENT_HPP
#define WORKOSDS_EVENT_HPP

#include <optional>
#include <string>
#include <string_view>

#include "directory.hpp"
#include "group.hpp"
#include "record.hpp"
#include "user.hpp"

namespace workosds
{

class event_view : public record<event_view, workosds_event>
{
  public:
    using record::record;

    // clang-format off
    std::string_view id() const noexcept { return detail::text(workosds_event_id(handle_)); }
    /* One of WORKOSDS_EVENT_..., or a name newer than this header. */
    std::string_view type() const noexcept { return detail::text(workosds_event_type(handle_)); }
    std::string_view created_at() const noexcept { return detail::text(workosds_event_created_at(handle_)); }
    std::string_view directory_id() const noexcept { return detail::text(workosds_event_directory_id(handle_)); }
    std::string_view organization_id() const noexcept { return detail::text(workosds_event_organization_id(handle_)); }

    /* The record inside, a view into this event; empty if the event is about something else. */
    std::optional<user_view> user() const noexcept { return inside<user_view>(workosds_event_user(handle_)); }
    std::optional<group_view> group() const noexcept { return inside<group_view>(workosds_event_group(handle_)); }
    std::optional<directory_view> directory() const noexcept { return inside<directory_view>(workosds_event_directory(handle_)); }

    std::optional<std::string> data_json() const { return detail::take(workosds_event_data_json(handle_)); }
    /* The former values of changed members, by name; null for a new attribute. */
    std::optional<std::string> previous_attributes_json() const { return detail::take(workosds_event_previous_attributes_json(handle_)); }
    std::optional<std::string> context_json() const { return detail::take(workosds_event_context_json(handle_)); }
    // clang-format on

  private:
    template <class View> static std::optional<View> inside(const typename View::handle_type *handle) noexcept
    {
        return handle != nullptr ? std::optional(View(handle)) : std::nullopt;
    }
};

namespace detail
{

template <> struct functions<event_view> {
    static constexpr auto next = workosds_iterator_next_event;
    static constexpr auto json = workosds_event_json;
    static constexpr auto copy = workosds_event_copy;
    static constexpr auto free = workosds_event_free;
};

} // namespace detail

using event = owned<event_view>;

} // namespace workosds

#endif /* WORKOSDS_EVENT_HPP */
