# frozen_string_literal: true

module WorkOSDS
  # An iterator of the library, for a listing or a single record. It does not block: the thread waits here for the
  # iterator's descriptor, so that Ctrl-C, Timeout, Thread#kill and other threads work as usual.
  class Iterator < Handle
    OK = 0
    PENDING = 2

    # The server's cursor after the last page that was returned.
    attr_reader :cursor

    # function and arguments: the function of the library that returns the iterator, and its arguments.
    def initialize(client, observer, register, function, *arguments)
      @client = client
      @observer = observer
      super(:iterator_free, function, *arguments, register: register)
      @cursor = Library.iterator_cursor(address)
      Library.iterator_set_blocking(address, 0, 0)
    end

    # The next page as an array of hashes; nil at the end. Once the client is closing, no further page is requested, even
    # if this thread gets the lock before the one that closes.
    def next_page
      @owned.lock.synchronize do
        raise ClosedError if @client.closed?

        loop do
          status, page = step
          return page unless status == PENDING

          wait
        end
      end
    end

    private

    # The status, and the page if there is one. If the hook cancels, this ends the call: the library has already returned.
    def step
      cancels = @observer&.cancels
      result = call_and_deliver
      raise CancelledError, "cancelled" if @observer&.cancels != cancels

      result
    end

    # The hook may close the client, so all results are read before it runs.
    def call_and_deliver
      status, attempts = observe { call(:iterator_next_page_json, Owned::TEXT, Owned::LENGTH) }
      page = Library.parse(text) if status == OK
      @cursor = Library.iterator_cursor(address) unless status == PENDING
      check(status)
      [status, page]
    ensure
      @observer&.deliver(attempts) if attempts
    end

    def text = Fiddle::Pointer.new(@owned[Owned::TEXT])[0, @owned[Owned::LENGTH]]

    def observe(&call)
      @observer ? @observer.watch(self, &call) : yield
    end

    def wait
      raise ClosedError if address.zero?

      @descriptor ||= IO.for_fd(descriptor_number, autoclose: false)
      @descriptor.wait_readable
    end

    def descriptor_number
      check(call(:iterator_fd, Owned::DESCRIPTOR))
      [@owned[Owned::DESCRIPTOR]].pack("J").unpack1("l")
    end

    # Calls a function of the library that writes its results to these offsets.
    def call(function, *places)
      results = [*places, Owned::ERROR].map { |place| @owned.place(place) }
      Library.public_send(function, address, *results)
    end
  end
end
