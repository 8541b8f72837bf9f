/* A request without a record, for event loops. */
#ifndef WORKOSDS_COMMAND_HPP
#define WORKOSDS_COMMAND_HPP

#include <memory>
#include <utility>

#include "iterator.hpp"

namespace workosds
{

/* A request that returns no record, for event loops. */
class command
{
  public:
    command(workosds_iterator *handle, std::shared_ptr<const detail::attempt_hook> hook)
        : owner_(handle, std::move(hook))
    {
    }

    /* pending: wait until fd() is readable, then call again. done: the API has accepted the request. */
    progress try_finish()
    {
        return owner_.step(false, [](workosds_iterator *handle, workosds_error **error) {
            const char *none = nullptr;
            return workosds_iterator_next_json(handle, &none, nullptr, error);
        });
    }

    int fd() const
    {
        return owner_.fd();
    }

    void cancel() const noexcept
    {
        workosds_iterator_cancel(owner_.handle());
    }

  private:
    detail::iterator_owner owner_;
};

} // namespace workosds

#endif /* WORKOSDS_COMMAND_HPP */
