# frozen_string_literal: true

module WorkOSDS
  # An object of the library, with memory for what the library writes: the object's address, an error, a text with its
  # length, a descriptor. Freed once, by whoever comes first; waits for a running call.
  class Owned
    WORD = Fiddle::SIZEOF_VOIDP
    OBJECT, ERROR, TEXT, LENGTH, DESCRIPTOR = Array.new(5) { |index| index * WORD }
    NULL = ("\0" * WORD).freeze

    attr_reader :lock

    def initialize(free)
      @free = free
      @lock = Monitor.new
      @memory = Fiddle::Pointer.malloc(5 * WORD, Fiddle::RUBY_FREE)
      @memory[0, 5 * WORD] = NULL * 5
    end

    def place(offset) = @memory + offset
    def [](offset) = @memory[offset, WORD].unpack1("J")

    # The object's address; 0 after its life.
    def address = self[OBJECT]

    # The object is never freed: an exception tore through the library's frames.
    def abandon = @memory[OBJECT, WORD] = NULL

    def free
      @lock.synchronize do
        object = address
        abandon
        Library.public_send(@free, object)
      end
    end
  end

  # Has one object of the library. That is known to a finalizer before the library is called: whatever interrupts the
  # thread, the object is freed. What garbage collection finds is freed when the next handle is made: a finalizer may
  # run inside a callback of the library, in a forked child, at exit.
  class Handle
    @abandoned = []

    class << self
      def finalizer(owned, register, name)
        process = Process.pid
        ->(_id) { @abandoned << [owned, register, name, process] }
      end

      def free_abandoned
        while (owned, register, name, process = @abandoned.shift)
          warn "#{name} was not closed" if name && $VERBOSE && process == Process.pid && !owned.address.zero?
          owned.free
          register&.delete(owned)
        end
      end
    end

    # The object that a function of the library gives. A register has what handles own, and not the handles, which are
    # left to garbage collection. (A WeakMap of handles would have a finalizer for each.)
    def initialize(free, function, *arguments, name: nil, register: nil)
      Handle.free_abandoned
      @register = register
      @owned = Owned.new(free)
      @life = Object.new
      ObjectSpace.define_finalizer(@life, Handle.finalizer(@owned, register, name))
      check(Library.public_send(function, *arguments, @owned.place(Owned::OBJECT), @owned.place(Owned::ERROR)))
      register&.store(@owned, true)
    end

    def address = @owned.address
    def abandon = @owned.abandon

    # Nothing is left to a finalizer: Ruby swallows an Interrupt that comes while one runs.
    def free
      @owned.free
      @register&.delete(@owned)
      ObjectSpace.undefine_finalizer(@life)
    end

    private

    # Raises the error that a status stands for.
    def check(status)
      return unless status.negative?

      error = @owned[Owned::ERROR]
      text = Library.error_json(error)
      details = text.null? ? {} : Library.take_json(text)
      raise Error::CLASSES.fetch(status).new(details["message"], details.merge("body" => body(error)))
    ensure
      Library.error_free(error) if error
    end

    # The bytes as they came: the error's JSON has repaired what is no Unicode text.
    def body(error)
      text = Library.error_body(error, @owned.place(Owned::LENGTH))
      text[0, @owned[Owned::LENGTH]] unless text.null?
    end
  end
end
