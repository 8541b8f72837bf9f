/* A user of a directory, with typed custom attributes. */
#ifndef WORKOSDS_USER_HPP
#define WORKOSDS_USER_HPP

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "group.hpp"
#include "record.hpp"

namespace workosds
{

class user_view : public record<user_view, workosds_user>
{
  public:
    using record::record;

    // clang-format off
    std::string_view id() const noexcept { return detail::text(workosds_user_id(handle_)); }
    std::string_view directory_id() const noexcept { return detail::text(workosds_user_directory_id(handle_)); }
    std::string_view organization_id() const noexcept { return detail::text(workosds_user_organization_id(handle_)); }
    std::string_view idp_id() const noexcept { return detail::text(workosds_user_idp_id(handle_)); }
    std::string_view email() const noexcept { return detail::text(workosds_user_email(handle_)); }
    std::string_view first_name() const noexcept { return detail::text(workosds_user_first_name(handle_)); }
    std::string_view last_name() const noexcept { return detail::text(workosds_user_last_name(handle_)); }
    std::string_view name() const noexcept { return detail::text(workosds_user_name(handle_)); }
    std::string_view state() const noexcept { return detail::text(workosds_user_state(handle_)); }
    std::string_view role() const noexcept { return detail::text(workosds_user_role(handle_)); }
    std::string_view job_title() const noexcept { return detail::text(workosds_user_job_title(handle_)); }
    std::string_view username() const noexcept { return detail::text(workosds_user_username(handle_)); }
    std::string_view created_at() const noexcept { return detail::text(workosds_user_created_at(handle_)); }
    std::string_view updated_at() const noexcept { return detail::text(workosds_user_updated_at(handle_)); }

    std::optional<std::string> custom_attributes_json() const { return detail::take(workosds_user_custom_attributes_json(handle_)); }
    std::optional<std::string> raw_attributes_json() const { return detail::take(workosds_user_raw_attributes_json(handle_)); }
    std::optional<std::string> emails_json() const { return detail::take(workosds_user_emails_json(handle_)); }
    // clang-format on

    /* The slugs of all roles; an entry without a slug is left out. */
    std::vector<std::string_view> roles() const
    {
        std::vector<std::string_view> roles;
        for (std::size_t index = 0; index < workosds_user_role_count(handle_); ++index) {
            if (const char *slug = workosds_user_role_at(handle_, index))
                roles.emplace_back(slug);
        }
        return roles;
    }

    /* Views into this user. The API sends none to newer teams: list the user's groups instead. */
    std::vector<group_view> groups() const
    {
        std::vector<group_view> groups;
        for (std::size_t index = 0; index < workosds_user_group_count(handle_); ++index) {
            if (const workosds_group *entry = workosds_user_group_at(handle_, index))
                groups.emplace_back(entry);
        }
        return groups;
    }

    std::vector<std::string_view> custom_attribute_keys() const
    {
        std::vector<std::string_view> keys;
        for (std::size_t index = 0; index < workosds_user_custom_attribute_count(handle_); ++index) {
            std::size_t length = 0;
            const char *key = workosds_user_custom_attribute_key_at(handle_, index, &length);
            keys.emplace_back(key, key != nullptr ? length : 0);
        }
        return keys;
    }

    workosds_attribute_type custom_attribute_type(const std::string &key) const
    {
        return workosds_user_custom_attribute_type(handle_, detail::argument(key));
    }

    /* The attribute if it exists and has that type: std::string or std::string_view for a text (a view is
     * valid as long as the user), any integer type that can represent the value, double, bool. A whole number
     * is also a double; nothing else is converted. */
    template <class Value> std::optional<Value> custom_attribute(const std::string &key) const
    {
        if constexpr (std::is_same_v<Value, std::string> || std::is_same_v<Value, std::string_view>) {
            const char *text = nullptr;
            std::size_t length = 0;
            if (workosds_user_custom_attribute_text(handle_, detail::argument(key), &text, &length))
                return Value(text, length);
        } else if constexpr (std::is_same_v<Value, bool>) {
            std::int32_t boolean = 0;
            if (workosds_user_custom_attribute_boolean(handle_, detail::argument(key), &boolean))
                return boolean != 0;
        } else if constexpr (std::is_same_v<Value, double>) {
            double real = 0;
            if (workosds_user_custom_attribute_real(handle_, detail::argument(key), &real))
                return real;
        } else {
            static_assert(std::is_integral_v<Value>,
                          "std::string, std::string_view, an integer, double or bool");
            std::int64_t integer = 0;
            if (workosds_user_custom_attribute_integer(handle_, detail::argument(key), &integer) &&
                holds<Value>(integer))
                return static_cast<Value>(integer);
        }
        return std::nullopt;
    }

    std::optional<std::string> custom_attribute_json(const std::string &key) const
    {
        return detail::take(workosds_user_custom_attribute_json(handle_, detail::argument(key)));
    }

  private:
    template <class Integer> static bool holds(std::int64_t value)
    {
        if constexpr (std::is_unsigned_v<Integer>)
            return value >= 0 && static_cast<std::uint64_t>(value) <= std::numeric_limits<Integer>::max();
        else
            return value >= std::numeric_limits<Integer>::min() &&
                   value <= std::numeric_limits<Integer>::max();
    }
};

namespace detail
{

template <> struct functions<user_view> {
    static constexpr auto next = workosds_iterator_next_user;
    static constexpr auto json = workosds_user_json;
    static constexpr auto copy = workosds_user_copy;
    static constexpr auto free = workosds_user_free;
};

} // namespace detail

using user = owned<user_view>;

} // namespace workosds

#endif /* WORKOSDS_USER_HPP */
