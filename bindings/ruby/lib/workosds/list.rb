# frozen_string_literal: true

module WorkOSDS
  # The result of a list method. Nothing is sent before it is read; then one page is fetched at a time. Reading it again
  # sends new requests. Leaving early (break, first, an exception) ends the current request.
  class List
    include Enumerable

    LARGEST_PAGE = 100
    private_constant :LARGEST_PAGE

    # The cursor to resume from: pass it as `after` (or `before`, if this listing pages backwards) to a later listing with
    # the same arguments. It is the server's cursor after the last page that was read in full; nil at the start and at the
    # end. If max_items ends the listing inside a page, the cursor is the one before that page: records can be returned
    # twice, but none is missed.
    #
    # For events it is the id of the last event that was read, also at the end; at the start, the given `after`.
    attr_reader :cursor

    # Created by a client. record: converts a hash to a record. start: takes a page size or nil, and yields an iterator.
    def initialize(cursor, record, &start)
      @cursor = cursor
      @record = record
      @start = start
    end

    # Yields each record.
    def each(&block)
      block ? each_record(nil, &block) : enum_for(:each)
    end

    # The first record, or nil; with a count, an array of the first records. Requests a page of no more than that.
    def first(*count)
      wanted = count.empty? ? 1 : count.first
      limit = wanted.clamp(1, LARGEST_PAGE) if wanted.is_a?(Integer)
      enum_for(:each_record, limit).first(*count)
    end

    # Yields each page: an array of records.
    def each_page
      return enum_for(:each_page) unless block_given?

      read do |page, cursor|
        records = page.map(&@record)
        @cursor = cursor
        yield records
      end
    end

    def inspect = "#<#{self.class} cursor=#{cursor.inspect}>"

    private

    def each_record(limit)
      read(limit) do |page, cursor|
        last = page.last
        page.each do |raw|
          record = @record.call(raw)
          @cursor = cursor if raw.equal?(last)
          @cursor = record.id || @cursor if record.is_a?(Event)
          yield record
        end
      end
    end

    def read(limit = nil)
      @start.call(limit) do |iterator|
        @cursor = iterator.cursor
        while (page = iterator.next_page)
          yield page, iterator.cursor
        end
        @cursor = iterator.cursor
      end
      self
    end
  end
end
