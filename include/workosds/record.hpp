/* The common base of all records: views into a list, and owned copies. */
#ifndef WORKOSDS_RECORD_HPP
#define WORKOSDS_RECORD_HPP

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "error.hpp"

namespace workosds
{

/* An owned record, which any number of threads can read. A view converts to one by copying. Movable; call
 * copy() to copy it. A moved-from record is empty. */
template <class View> class owned;

namespace detail
{

/* The C functions of a kind of record: next, json, copy and free. */
template <class View> struct functions;

} // namespace detail

/* The base of the view of each kind of record; Handle is its type in C. A view without a handle is empty. */
template <class View, class Handle> class record
{
  public:
    using handle_type = Handle;

    explicit record(const Handle *handle = nullptr) noexcept : handle_(handle)
    {
    }

    std::string json() const
    {
        return detail::take(detail::functions<View>::json(handle_)).value_or(std::string());
    }

    owned<View> copy() const
    {
        owned<View> result(detail::functions<View>::copy(handle_));
        if (handle_ != nullptr && result.handle() == nullptr)
            throw out_of_memory_error(WORKOSDS_ERROR_OUT_OF_MEMORY, "out of memory");
        return result;
    }

    const Handle *handle() const noexcept
    {
        return handle_;
    }

  protected:
    const Handle *handle_;
};

template <class View> class owned : public View
{
  public:
    using handle_type = typename View::handle_type;

    explicit owned(handle_type *handle) noexcept : View(handle)
    {
    }

    /* Copies the record, so that a range of views can fill a container of records. */
    owned(const View &view) : owned(view.copy())
    {
    }

    owned(owned &&other) noexcept : View(std::exchange(other.handle_, nullptr))
    {
    }

    owned &operator=(owned &&other) noexcept
    {
        std::swap(this->handle_, other.handle_);
        return *this;
    }

    ~owned()
    {
        detail::functions<View>::free(const_cast<handle_type *>(this->handle_));
    }
};

} // namespace workosds

#endif /* WORKOSDS_RECORD_HPP */
