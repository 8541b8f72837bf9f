# frozen_string_literal: true

module WorkOSDS
  # Owns one object of the library. The memory into which the library writes the object's address is known to a
  # finalizer before the library is called: whatever interrupts the thread, the object is freed, once. What garbage
  # collection finds is freed when the next handle is made: a finalizer may run inside a callback of the library, in a
  # forked child, at exit.
  class Handle
    WORD = Fiddle::SIZEOF_VOIDP
    NULL = ("\0" * WORD).freeze
    # Where the library writes the object, an error, a text with its length, a descriptor.
    OBJECT, ERROR, TEXT, LENGTH, DESCRIPTOR = Array.new(5) { |index| index * WORD }

    @abandoned = []

    class << self
      def finalizer(memory, free, name)
        owner = Process.pid
        ->(_id) { @abandoned << [memory, free, name, owner] if memory[OBJECT, WORD] != NULL }
      end

      def free_abandoned
        while (memory, free, name, owner = @abandoned.shift)
          warn "#{name} was not closed" if name && $VERBOSE && owner == Process.pid
          free(memory, free)
        end
      end

      def free(memory, free)
        address = memory[OBJECT, WORD].unpack1("J")
        memory[OBJECT, WORD] = NULL
        Library.public_send(free, address)
      end
    end

    # The object that a function of the library gives.
    def initialize(free, function, *arguments, name: nil)
      Handle.free_abandoned
      @free = free
      @memory = Fiddle::Pointer.malloc(5 * WORD, Fiddle::RUBY_FREE)
      @memory[0, 5 * WORD] = NULL * 5
      ObjectSpace.define_finalizer(self, Handle.finalizer(@memory, free, name))
      check(Library.public_send(function, *arguments, @memory + OBJECT, @memory + ERROR))
    end

    # The object's address; 0 after its life.
    def address = word(OBJECT)
    def free = Handle.free(@memory, @free)
    # The object is never freed: an exception tore through the library's frames.
    def abandon = @memory[OBJECT, WORD] = NULL

    private

    # Raises the error that a status stands for.
    def check(status)
      return unless status.negative?

      error = word(ERROR)
      details = Library.take_json(Library.error_json(error))
      raise Error::CLASSES.fetch(status).new(details["message"], details)
    ensure
      Library.error_free(error) if error
    end

    def word(place) = @memory[place, WORD].unpack1("J")
  end

  # A request under way or a listing being read. The library never waits: the thread waits here for the descriptor,
  # where Ctrl-C, Timeout, Thread#kill and other threads work by themselves.
  class Iterator < Handle
    OK = 0
    PENDING = 2

    # The server's cursor behind the page handed out last.
    attr_reader :cursor

    def initialize(client, observer, *call)
      @client = client
      @observer = observer
      @monitor = Monitor.new
      super(:iterator_free, *call)
      @cursor = Library.iterator_cursor(address)
      Library.iterator_set_blocking(address, 0, nil)
    end

    # The next page as the server sent it; nil at the end. Once the client is being closed none is begun, though this
    # thread may come by the monitor before the one that closes.
    def next_page
      @monitor.synchronize do
        raise ClosedError if @client.closed?

        wait while (status, page = step) && status == PENDING
        page
      end
    end

    # Waits for a running call.
    def free = @monitor.synchronize { super }

    private

    # The hook may close the client: everything is taken from the library before it runs.
    def step
      status, seen = observe { call(:iterator_next_page_json, TEXT, LENGTH) }
      page = JSON.parse(Fiddle::Pointer.new(word(TEXT))[0, word(LENGTH)], max_nesting: false) if status == OK
      @cursor = Library.iterator_cursor(address) if status != PENDING
      check(status)
      [status, page]
    ensure
      @observer&.deliver(seen) if seen
    end

    def observe(&call) = @observer ? @observer.watch(self, &call) : yield

    def wait
      raise ClosedError if address.zero?

      @descriptor ||= begin
        check(call(:iterator_fd, DESCRIPTOR))
        IO.for_fd(@memory[DESCRIPTOR, WORD].unpack1("l"), autoclose: false)
      end
      @descriptor.wait_readable
    end

    # Calls a function, with the places of what it writes.
    def call(function, *places)
      Library.public_send(function, address, *[*places, ERROR].map { |place| @memory + place })
    end
  end
end
