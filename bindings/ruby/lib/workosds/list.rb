# frozen_string_literal: true

module WorkOSDS
  # What a list method returns. Nothing is sent before it is read; then a page is fetched at a time. Reading it again asks
  # the server again. Leaving early (break, first, an exception) ends the request under way.
  class List
    include Enumerable

    LARGEST_PAGE = 100
    private_constant :LARGEST_PAGE

    # Where a later listing with the same arguments continues, given as its `after` (or `before`, if this one pages
    # backwards): the server's cursor after the last page that was read in full. nil at the start and at the end. If
    # max_items ends the listing inside a page, the cursor stays before that page: records may come twice, none is missed.
    #
    # For events it is the id of the last event that was read, at the end too; at the start what was given as `after`.
    attr_reader :cursor

    # Made by a client. record makes a record of a hash. start takes a page size or nil, and yields an iterator.
    def initialize(cursor, record, &start)
      @cursor = cursor
      @record = record
      @start = start
    end

    # Yields each record.
    def each(&block)
      block ? each_record(nil, &block) : enum_for(:each)
    end

    # The first record, or nil; with a count an array of the first ones. Asks for a page of no more than that.
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
