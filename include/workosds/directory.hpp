/* A directory. */
#ifndef WORKOSDS_DIRECTORY_HPP
#define WORKOSDS_DIRECTORY_HPP

#include <cstdint>
#include <string_view>

#include "record.hpp"

namespace workosds
{

class directory_view : public record<directory_view, workosds_directory>
{
  public:
    using record::record;

    // clang-format off
    std::string_view id() const noexcept { return detail::text(workosds_directory_id(handle_)); }
    std::string_view organization_id() const noexcept { return detail::text(workosds_directory_organization_id(handle_)); }
    std::string_view external_key() const noexcept { return detail::text(workosds_directory_external_key(handle_)); }
    std::string_view domain() const noexcept { return detail::text(workosds_directory_domain(handle_)); }
    std::string_view name() const noexcept { return detail::text(workosds_directory_name(handle_)); }
    std::string_view type() const noexcept { return detail::text(workosds_directory_type(handle_)); }
    std::string_view state() const noexcept { return detail::text(workosds_directory_state(handle_)); }
    std::string_view created_at() const noexcept { return detail::text(workosds_directory_created_at(handle_)); }
    std::string_view updated_at() const noexcept { return detail::text(workosds_directory_updated_at(handle_)); }

    /* -1 if the server sent none. */
    std::int64_t active_user_count() const noexcept { return workosds_directory_active_user_count(handle_); }
    std::int64_t inactive_user_count() const noexcept { return workosds_directory_inactive_user_count(handle_); }
    std::int64_t group_count() const noexcept { return workosds_directory_group_count(handle_); }
    // clang-format on
};

namespace detail
{

template <> struct functions<directory_view> {
    static constexpr auto next = workosds_iterator_next_directory;
    static constexpr auto json = workosds_directory_json;
    static constexpr auto copy = workosds_directory_copy;
    static constexpr auto free = workosds_directory_free;
};

} // namespace detail

using directory = owned<directory_view>;

} // namespace workosds

#endif /* WORKOSDS_DIRECTORY_HPP */
