# frozen_string_literal: true

require "io/wait"
require "json"
require "monitor"
require "workosds/handle"

module WorkOSDS
  # A request under way or a listing being read. The library never waits: the thread waits here for the descriptor,
  # where Ctrl-C, Timeout, Thread#kill and other threads work by themselves.
  #
  # @api private
  class Iterator
    OK = 0
    PENDING = 2

    # The server's cursor behind the page handed out last.
    attr_reader :cursor

    def initialize(observer, function, client, argument)
      @observer = observer
      @monitor = Monitor.new
      @handle = Handle.new(:iterator_free, function, client, argument)
      @handle.check(@handle.call(:iterator_set_blocking, 0))
    end

    # By :iterator_next_json the next record as the server sent it, by :iterator_next_page_json a page; nil at the end.
    def next(function)
      text = @monitor.synchronize { advance(function) }
      text && JSON.parse(text, max_nesting: false)
    end

    # Waits for a running call.
    def close = @monitor.synchronize { @handle.free }

    private

    def advance(function)
      loop do
        raise ClosedError, "The client was closed." if @handle.address.zero?

        status, text = step(function)
        return text unless status == PENDING

        wait unless @handle.address.zero?
      end
    end

    # The hook may close the client: everything is taken from the library before it runs.
    def step(function)
      status, seen = observe { @handle.call(function, into: [Handle::TEXT, Handle::LENGTH]) }
      text = @handle.text if status == OK
      @cursor = Library.iterator_cursor(@handle.address) unless status == PENDING
      @handle.check(status)
      [status, text]
    ensure
      @observer&.deliver(seen) if seen
    end

    def observe(&call) = @observer ? @observer.watch(@handle, &call) : yield

    def wait
      @descriptor ||= begin
        @handle.check(@handle.call(:iterator_fd, into: [Handle::DESCRIPTOR]))
        IO.for_fd(@handle.descriptor, autoclose: false)
      end
      @descriptor.wait_readable
    end
  end
end
