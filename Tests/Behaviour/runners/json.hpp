// jansson's values with C++ lifetimes.
#ifndef JSON_HPP
#define JSON_HPP

#include <cstdint>
#include <cstdlib>
#include <initializer_list>
#include <jansson.h>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

class json
{
  public:
    json() : value_(json_null())
    {
    }

    json(std::string_view text) : value_(text.data() ? json_stringn(text.data(), text.size()) : json_null())
    {
    }

    json(bool value) : value_(json_boolean(value))
    {
    }

    json(double value) : value_(json_real(value))
    {
    }

    json(std::int64_t value) : value_(json_integer(value))
    {
    }

    json(std::initializer_list<std::pair<const char *, json>> members) : value_(json_object())
    {
        for (const auto &[name, value] : members)
            set(name, value);
    }

    static json list()
    {
        return json(json_array());
    }

    static json parse(const std::string &text)
    {
        json_t *value = json_loadb(text.data(), text.size(), JSON_DECODE_ANY | JSON_ALLOW_NUL, nullptr);
        return value ? json(value) : throw std::invalid_argument("no JSON: " + text);
    }

    json operator[](const char *name) const
    {
        json_t *member = json_object_get(value_.get(), name);
        return member ? json(json_incref(member)) : json();
    }

    json operator[](std::size_t index) const
    {
        return json(json_incref(json_array_get(value_.get(), index)));
    }

    std::size_t size() const
    {
        return json_array_size(value_.get());
    }

    std::string text() const
    {
        return json_is_string(value_.get())
                   ? std::string(json_string_value(value_.get()), json_string_length(value_.get()))
                   : std::string();
    }

    std::optional<std::int64_t> number() const
    {
        return json_is_integer(value_.get()) ? std::optional(json_integer_value(value_.get())) : std::nullopt;
    }

    bool is_true() const
    {
        return json_is_true(value_.get());
    }

    bool is_object() const
    {
        return json_is_object(value_.get());
    }

    bool is_list() const
    {
        return json_is_array(value_.get());
    }

    /* The members of an object of texts. */
    std::vector<std::pair<std::string, std::string>> texts() const
    {
        std::vector<std::pair<std::string, std::string>> texts;
        const char *name;
        json_t *value;
        json_object_foreach(value_.get(), name, value)
            texts.emplace_back(name, json(json_incref(value)).text());
        return texts;
    }

    void set(const char *name, const json &value)
    {
        json_object_set(value_.get(), name, value.value_.get());
    }

    void erase(const char *name)
    {
        json_object_del(value_.get(), name);
    }

    void append(const json &value)
    {
        json_array_append(value_.get(), value.value_.get());
    }

    std::string dump() const
    {
        const std::unique_ptr<char, void (*)(void *)> text(json_dumps(value_.get(), JSON_COMPACT), std::free);
        return text.get();
    }

  private:
    explicit json(json_t *value) : value_(value)
    {
    }

    /* A reference to a jansson value. */
    struct shared {
        json_t *value;
        shared(json_t *given) : value(given)
        {
        }
        shared(const shared &other) : value(json_incref(other.value))
        {
        }
        shared &operator=(shared other)
        {
            std::swap(value, other.value);
            return *this;
        }
        ~shared()
        {
            json_decref(value);
        }
        json_t *get() const
        {
            return value;
        }
    } value_;
};

#endif
