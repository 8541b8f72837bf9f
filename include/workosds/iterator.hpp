/* The base of lists and commands: a workosds_iterator. */
#ifndef WORKOSDS_ITERATOR_HPP
#define WORKOSDS_ITERATOR_HPP

#include <cstdint>
#include <memory>
#include <utility>

#include "options.hpp"

namespace workosds
{

/* The result of a non-blocking step. */
enum class progress { ready, done, pending };

namespace detail
{

/* A workosds_iterator and its callback. */
class iterator_owner
{
  public:
    iterator_owner(workosds_iterator *handle, std::shared_ptr<const attempt_hook> hook)
        : hook_(std::move(hook)), handle_(handle, workosds_iterator_free)
    {
    }

    workosds_iterator *handle() const noexcept
    {
        return handle_.get();
    }

    /* An exception of on_attempt ends the iterator, because a record may have been lost. */
    template <class Step> progress step(bool blocking, Step step)
    {
        if (blocking != blocking_) {
            call([&](workosds_error **error) {
                return workosds_iterator_set_blocking(handle(), blocking ? 1 : 0, error);
            });
        }
        blocking_ = blocking;
        const workosds_status status = call([&](workosds_error **error) {
            const workosds_status result = step(handle(), error);
            if (thrown())
                workosds_iterator_cancel(handle());
            return result;
        });
        switch (status) {
        case WORKOSDS_OK:
            return progress::ready;
        case WORKOSDS_PENDING:
            return progress::pending;
        default:
            return progress::done;
        }
    }

    int fd() const
    {
        std::int32_t fd = -1;
        call([&](workosds_error **error) { return workosds_iterator_fd(handle(), &fd, error); });
        return fd;
    }

  private:
    std::shared_ptr<const attempt_hook> hook_;
    std::unique_ptr<workosds_iterator, void (*)(workosds_iterator *)> handle_;
    bool blocking_ = true;
};

} // namespace detail

} // namespace workosds

#endif /* WORKOSDS_ITERATOR_HPP */
