/* The records of a listing. */
#ifndef WORKOSDS_LIST_HPP
#define WORKOSDS_LIST_HPP

#include <cstddef>
#include <iterator>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include "directory.hpp"
#include "event.hpp"
#include "group.hpp"
#include "iterator.hpp"
#include "user.hpp"

namespace workosds
{

/* The records of a listing, fetched page by page. Nothing is sent before the first record is read. Movable,
 * not copyable. An input range for one pass: its elements are views, valid until the next one is read. A
 * container filled from it has copies:
 *
 *     auto users = client.list_users(query);
 *     std::vector<workosds::user> kept(users.begin(), users.end());
 */
template <class View> class list
{
    struct state;

  public:
    class iterator
    {
      public:
        using iterator_category = std::input_iterator_tag;
        /* A container stores a copy, because the view is valid only until the iterator moves. */
        using value_type = owned<View>;
        using difference_type = std::ptrdiff_t;
        using pointer = const View *;
        using reference = const View &;

        iterator() = default;

        reference operator*() const
        {
            return list_->current;
        }

        pointer operator->() const
        {
            return &list_->current;
        }

        iterator &operator++()
        {
            if (!list_->advance())
                list_ = nullptr;
            return *this;
        }

        void operator++(int)
        {
            ++*this;
        }

        friend bool operator==(const iterator &left, const iterator &right)
        {
            return left.list_ == right.list_;
        }

        friend bool operator!=(const iterator &left, const iterator &right)
        {
            return !(left == right);
        }

      private:
        friend class list;
        explicit iterator(state *list) : list_(list)
        {
        }

        state *list_ = nullptr;
    };

    list(workosds_iterator *handle, std::shared_ptr<const detail::attempt_hook> hook)
        : state_(new state{{handle, std::move(hook)}})
    {
    }

    /* Fetches the first record. Call it once. */
    iterator begin()
    {
        return iterator(state_->advance() ? state_.get() : nullptr);
    }

    iterator end() noexcept
    {
        return iterator();
    }

    /* The next record, valid until the next call; empty at the end. */
    std::optional<View> next()
    {
        return state_->advance() ? std::optional(state_->current) : std::nullopt;
    }

    /* The next record, or the rest of the page or else the next page, as the server's JSON text. Valid until
     * the next call; empty at the end. */
    std::optional<std::string_view> next_json()
    {
        return next_text(workosds_iterator_next_json);
    }

    std::optional<std::string_view> next_page_json()
    {
        return next_text(workosds_iterator_next_page_json);
    }

    /* For event loops: call until it returns pending or done, and only then wait until fd() is readable. */
    progress try_next(View &record)
    {
        const progress progress = state_->step(false);
        record = state_->current;
        return progress;
    }

    progress try_next_json(std::string_view &json)
    {
        return try_text(workosds_iterator_next_json, false, json);
    }

    progress try_next_page_json(std::string_view &json)
    {
        return try_text(workosds_iterator_next_page_json, false, json);
    }

    int fd() const
    {
        return state_->owner.fd();
    }

    /* The cursor to resume from: `after` (or `before`) of a later listing with the same query. */
    std::string_view cursor() const noexcept
    {
        return detail::text(workosds_iterator_cursor(state_->owner.handle()));
    }

    /* Ends the list with cancelled_error. Can be called from any thread and signal handler. */
    void cancel() const noexcept
    {
        workosds_iterator_cancel(state_->owner.handle());
    }

    workosds_iterator *handle() const noexcept
    {
        return state_->owner.handle();
    }

  private:
    /* Does not move with the list. */
    struct state {
        detail::iterator_owner owner;
        View current{};

        progress step(bool blocking)
        {
            const typename View::handle_type *record = nullptr;
            current = View();
            const progress progress =
                owner.step(blocking, [&](workosds_iterator *handle, workosds_error **error) {
                    return detail::functions<View>::next(handle, &record, error);
                });
            current = View(record);
            return progress;
        }

        bool advance()
        {
            return step(true) == progress::ready;
        }
    };

    template <class Next> progress try_text(Next next, bool blocking, std::string_view &json)
    {
        const char *text = nullptr;
        std::size_t length = 0;
        json = {};
        const progress progress =
            state_->owner.step(blocking, [&](workosds_iterator *handle, workosds_error **error) {
                return next(handle, &text, &length, error);
            });
        if (progress == progress::ready)
            json = std::string_view(text, length);
        return progress;
    }

    template <class Next> std::optional<std::string_view> next_text(Next next)
    {
        std::string_view json;
        return try_text(next, true, json) == progress::ready ? std::optional(json) : std::nullopt;
    }

    std::unique_ptr<state> state_;
};

} // namespace workosds

#endif /* WORKOSDS_LIST_HPP */
