# frozen_string_literal: true

module WorkOSDS
  # An object of the library, and the memory for the library's results: the object's address, an error, a text with its
  # length, a descriptor. The object is freed once, after a running call.
  class Owned
    WORD = Fiddle::SIZEOF_VOIDP
    NULL = ("\0" * WORD).freeze
    # The offsets in that memory.
    OBJECT = 0 * WORD
    ERROR = 1 * WORD
    TEXT = 2 * WORD
    LENGTH = 3 * WORD
    DESCRIPTOR = 4 * WORD
    SIZE = 5 * WORD

    attr_reader :lock

    # free: the function of the library that frees the object.
    def initialize(free)
      @free = free
      @lock = Monitor.new
      @memory = Fiddle::Pointer.malloc(SIZE, Fiddle::RUBY_FREE)
      @memory[0, SIZE] = "\0" * SIZE
    end

    # The address of a result.
    def place(offset) = @memory + offset

    # A result as an unsigned number.
    def [](offset) = @memory[offset, WORD].unpack1("J")

    # 0 after the object has been freed.
    def address = self[OBJECT]

    # Abandons the object without freeing it: an exception has unwound the library's frames, so its state is unknown.
    def abandon = @memory[OBJECT, WORD] = NULL

    def free
      @lock.synchronize do
        object = address
        abandon
        Library.public_send(@free, object)
      end
    end
  end

  # Owns one object of the library.
  #
  # The finalizer is defined before the library creates the object, so that the object is freed even if the thread is
  # interrupted. Garbage is freed when the next handle is created, not in the finalizer, which may run inside a callback
  # of the library, in a forked child, or at exit.
  class Handle
    @abandoned = []

    class << self
      def finalizer(owned, register, name)
        process = Process.pid
        ->(_id) { @abandoned << [owned, register, name, process] }
      end

      def free_abandoned
        while (abandoned = @abandoned.shift)
          owned, register, name, process = abandoned
          warn "#{name} was not closed" if name && $VERBOSE && process == Process.pid && !owned.address.zero?
          owned.free
          register&.delete(owned)
        end
      end
    end

    # Calls a function of the library that creates an object.
    #
    # free::      the function that frees it
    # register::  a Hash of the owned objects, so that all can be freed. It does not contain the handles, so that they can
    #             be garbage collected; a WeakMap would need a finalizer for each
    # name::      the object's name in the warning that it was not closed
    def initialize(free, function, *arguments, name: nil, register: nil)
      Handle.free_abandoned
      @register = register
      @owned = Owned.new(free)
      @life = Object.new
      ObjectSpace.define_finalizer(@life, Handle.finalizer(@owned, register, name))
      status = Library.public_send(function, *arguments, @owned.place(Owned::OBJECT), @owned.place(Owned::ERROR))
      check(status)
      register&.store(@owned, true)
    end

    def address = @owned.address
    def abandon = @owned.abandon

    # Removes the finalizer: Ruby swallows an Interrupt that arrives while one runs.
    def free
      @owned.free
      @register&.delete(@owned)
      ObjectSpace.undefine_finalizer(@life)
    end

    private

    # Raises the error for a status below 0, and frees the error object.
    def check(status)
      return unless status.negative?

      error = @owned[Owned::ERROR]
      json = Library.error_json(error)
      details = json.null? ? {} : Library.take_json(json)
      raise Error::CLASSES.fetch(status).new(details["message"], details.merge("body" => body(error)))
    ensure
      Library.error_free(error) if error
    end

    # The body as received: in the error's JSON, invalid UTF-8 has been replaced.
    def body(error)
      bytes = Library.error_body(error, @owned.place(Owned::LENGTH))
      bytes[0, @owned[Owned::LENGTH]] unless bytes.null?
    end
  end
end
