/* A group of a directory. */
#ifndef WORKOSDS_GROUP_HPP
#define WORKOSDS_GROUP_HPP

#include <optional>
#include <string>
#include <string_view>

#include "record.hpp"

namespace workosds
{

class group_view : public record<group_view, workosds_group>
{
  public:
    using record::record;

    // clang-format off
    std::string_view id() const noexcept { return detail::text(workosds_group_id(handle_)); }
    std::string_view idp_id() const noexcept { return detail::text(workosds_group_idp_id(handle_)); }
    std::string_view directory_id() const noexcept { return detail::text(workosds_group_directory_id(handle_)); }
    std::string_view organization_id() const noexcept { return detail::text(workosds_group_organization_id(handle_)); }
    std::string_view name() const noexcept { return detail::text(workosds_group_name(handle_)); }
    std::string_view created_at() const noexcept { return detail::text(workosds_group_created_at(handle_)); }
    std::string_view updated_at() const noexcept { return detail::text(workosds_group_updated_at(handle_)); }

    std::optional<std::string> raw_attributes_json() const { return detail::take(workosds_group_raw_attributes_json(handle_)); }
    // clang-format on
};

namespace detail
{

template <> struct functions<group_view> {
    static constexpr auto next = workosds_iterator_next_group;
    static constexpr auto json = workosds_group_json;
    static constexpr auto copy = workosds_group_copy;
    static constexpr auto free = workosds_group_free;
};

} // namespace detail

using group = owned<group_view>;

} // namespace workosds

#endif /* WORKOSDS_GROUP_HPP */
