# frozen_string_literal: true

module WorkOSDS
  # A struct with values for its members, as an argument of a function of the library. It owns the memory of its texts,
  # which garbage collection and GC.compact do not move.
  class StructArgument
    # members: texts, integers, or nil for the default.
    def initialize(type, **members)
      @type = type
      @members = members
      @texts = []
      @struct = type.malloc(Fiddle::RUBY_FREE)
      @struct.to_ptr[0, type.size] = "\0" * type.size
      @struct.struct_size = type.size
      members.each { |name, value| set(name, value) }
    end

    def address = @struct.to_ptr.to_i

    # The same query with this page size, unless it has one.
    def with_limit(limit)
      return self if @members[:limit]

      StructArgument.new(@type, **@members, limit: limit)
    end

    private

    def set(name, value)
      return if value.nil?

      value = address_of_copy(value) if value.is_a?(String)
      @struct[name] = value
    end

    def address_of_copy(text)
      bytes = "#{text}\0".b
      memory = Fiddle::Pointer.malloc(bytes.bytesize, Fiddle::RUBY_FREE)
      memory[0, bytes.bytesize] = bytes
      @texts << memory
      memory.to_i
    end
  end
end
