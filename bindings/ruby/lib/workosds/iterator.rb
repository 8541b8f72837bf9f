# frozen_string_literal: true

module WorkOSDS
  # A request under way or a listing being read. The library never waits: the thread waits here for the descriptor,
  # where Ctrl-C, Timeout, Thread#kill and other threads work by themselves.
  class Iterator < Handle
    OK = 0
    PENDING = 2

    # The server's cursor behind the page handed out last.
    attr_reader :cursor

    def initialize(client, observer, register, *call)
      @client = client
      @observer = observer
      super(:iterator_free, *call, register: register)
      @cursor = Library.iterator_cursor(address)
      Library.iterator_set_blocking(address, 0, 0)
    end

    # The next page as the server sent it; nil at the end. Once the client is being closed none is begun, though this
    # thread may come by the monitor before the one that closes.
    def next_page
      @owned.lock.synchronize do
        raise ClosedError if @client.closed?

        wait while (status, page = step) && status == PENDING
        page
      end
    end

    private

    def step
      cancels = @observer&.cancels
      look.tap { raise CancelledError, "cancelled" if @observer&.cancels != cancels }
    end

    # The hook may close the client: everything is taken from the library before it runs.
    def look
      status, seen = observe { call(:iterator_next_page_json, Owned::TEXT, Owned::LENGTH) }
      page = Library.parse(text) if status == OK
      @cursor = Library.iterator_cursor(address) if status != PENDING
      check(status)
      [status, page]
    ensure
      @observer&.deliver(seen) if seen
    end

    def text = Fiddle::Pointer.new(@owned[Owned::TEXT])[0, @owned[Owned::LENGTH]]
    def observe(&call) = @observer ? @observer.watch(self, &call) : yield

    def wait
      raise ClosedError if address.zero?

      @descriptor ||= begin
        check(call(:iterator_fd, Owned::DESCRIPTOR))
        IO.for_fd([@owned[Owned::DESCRIPTOR]].pack("J").unpack1("l"), autoclose: false)
      end
      @descriptor.wait_readable
    end

    # Calls a function, with the places of what it writes.
    def call(function, *places)
      Library.public_send(function, address, *[*places, Owned::ERROR].map { |place| @owned.place(place) })
    end
  end
end
