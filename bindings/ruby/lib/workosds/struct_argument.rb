# frozen_string_literal: true

module WorkOSDS
  # A struct with values for its members, as an argument of a function of the library. It owns the memory of its texts,
  # which garbage collection and GC.compact do not move.
  class StructArgument
    # members: texts, arrays of texts, integers, or nil for the default.
    def initialize(type, **members)
      @type = type
      @members = members
      @memory = []
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

      value = address_of_text(value) if value.is_a?(String)
      value = address_of_texts(value) if value.is_a?(Array)
      @struct[name] = value
    end

    def address_of_text(text) = address_of_copy("#{text}\0".b)

    # An array of their addresses that ends in NULL.
    def address_of_texts(texts) = address_of_copy([*texts.map { |text| address_of_text(text) }, 0].pack("J*"))

    def address_of_copy(bytes)
      memory = Fiddle::Pointer.malloc(bytes.bytesize, Fiddle::RUBY_FREE)
      memory[0, bytes.bytesize] = bytes
      @memory << memory
      memory.to_i
    end
  end
end
