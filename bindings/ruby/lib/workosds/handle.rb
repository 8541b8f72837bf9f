# frozen_string_literal: true

require "workosds/errors"
require "workosds/library"

module WorkOSDS
  # Owns one object of the library. The memory into which the library writes the object's address is known to a
  # finalizer before the library is called: whatever interrupts the thread, the object is freed, once. What garbage
  # collection finds is freed when the next handle is made: a finalizer may run inside a callback of the library, in a
  # forked child, at exit.
  #
  # @api private
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
        Library.public_send(free, address) unless address.zero?
      end
    end

    # The object that a function of the library gives.
    def initialize(free, function, *arguments, name: nil)
      Handle.free_abandoned
      @free = free
      @memory = Fiddle::Pointer.malloc(5 * WORD, Fiddle::RUBY_FREE)
      @memory[0, 5 * WORD] = NULL * 5
      ObjectSpace.define_finalizer(self, Handle.finalizer(@memory, free, name))
      check(Library.public_send(function, *arguments, slot(OBJECT), slot(ERROR)))
    end

    # Calls a function on the object, with the slots of what it writes. Returns its status.
    def call(function, *arguments, into: [])
      Library.public_send(function, address, *arguments, *into.map { |offset| slot(offset) }, slot(ERROR))
    end

    # Raises the error that a status stands for.
    def check(status)
      raise Errors.take(status, word(ERROR)) if status.negative?
    end

    # The object's address; 0 after its life.
    def address = word(OBJECT)
    def text = Library.text(word(TEXT), word(LENGTH))
    def descriptor = @memory[DESCRIPTOR, WORD].unpack1("l")
    def free = Handle.free(@memory, @free)

    # The object is never freed: an exception tore through the library's frames.
    def abandon
      @memory[OBJECT, WORD] = NULL
    end

    private

    def slot(offset) = @memory + offset
    def word(offset) = @memory[offset, WORD].unpack1("J")
  end
end
