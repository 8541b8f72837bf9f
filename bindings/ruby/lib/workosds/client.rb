# frozen_string_literal: true

module WorkOSDS
  # The way to the API, for any number of threads and for forked children too. A call that fails raises an Error.
  class Client
    class << self
      # Makes a client; with a block it is closed at the block's end, whose value is returned.
      def new(...)
        client = super
        block_given? ? yield(client) : client
      ensure
        client&.close if block_given?
      end
      alias open new
    end

    # api_key is "sk_..."; without one it is WORKOS_API_KEY's. Options, times in seconds, nil for no limit:
    #
    # base_url::          where the API is; else WORKOS_BASE_URL's, else the public API
    # timeout::           for one attempt (60); connect_timeout: for its connection (10)
    # call_timeout::      for a whole call or page, with retries and waits (nil)
    # max_retries::       after 408, 429, 5xx and failed connections (3)
    # max_retry_wait::    the longest single wait (60); a longer Retry-After raises RateLimitedError at once
    # max_response_bytes:: the largest answer accepted (64 MiB)
    # directory_user_requests_per_second:: for each directory's users (4, the API's own limit; nil: unpaced)
    # ca_file::           a PEM file of authorities that replaces the system's
    # proxy, no_proxy::   else the environment's; no_proxy "*": none
    # app_name::          "myapp/1.2", added to the User-Agent
    # look_ahead::        from the second page on, ask for the next page while one is read (true)
    # allow_plain_http::  http:// to other hosts than this one (false)
    # on_attempt::        called with an Attempt after each attempt at a request; what it raises ends the call
    def initialize(api_key = nil, on_attempt: nil, **options)
      @starting = Mutex.new
      @cancelling = Mutex.new
      @iterators = {}.compare_by_identity
      @observer = on_attempt && Observer.new(on_attempt)
      key = Arguments.text(:api_key, api_key)
      settings = Arguments.options(@observer, **options)
      @handle = Handle.new(:client_free, :client_new, key, settings, name: self.class.name)
    end

    # Lists directories: all of them, an organization's, or those whose name matches `search`. More arguments:
    #
    # limit::         the page size, 1 to 100; how many records come is up to max_items
    # max_items::     stop after so many records
    # after, before:: a List#cursor to go on from, onwards or backwards
    # order::         by creation time, "desc" (the default) or "asc"
    def list_directories(organization_id: nil, search: nil, **paging)
      query = Arguments.query({ organization_id: organization_id, search: search }, **paging)
      list(Directory, :list_directories, query)
    end

    # Lists the groups of a directory, or those a user is in. More arguments: see list_directories.
    def list_groups(directory: nil, user: nil, **paging)
      list(Group, :list_groups, Arguments.query({ directory: directory, user: user }, **paging))
    end

    # Lists the users of a directory, of a group, or of both; idp_id and email choose within a directory. Each user's
    # custom_attributes are made instances of that Struct or Data class, by name. More arguments: see list_directories.
    def list_users(directory: nil, group: nil, idp_id: nil, email: nil, custom_attributes: nil, **paging)
      query = Arguments.query({ directory: directory, group: group, idp_id: idp_id, email: email }, **paging)
      list(User, :list_users, query, attributes_class(custom_attributes))
    end

    # Lists events, always oldest first. With `after`, the id of the last one dealt with, those since then: List#cursor
    # given again and again follows. The API keeps 90 days and answers for 30 days at a time.
    #
    # The API holds each event back for a few seconds before it lists it. A list read right after a webhook may
    # therefore be empty: repeat it. And an id that came by webhook must never be given as `after`: events that are
    # still held back would be skipped for good.
    #
    # events::    names, an array or with commas between them; else all of dsync
    # range_start:: only events from this time on: ISO 8601, or a Time; not with `after`
    # range_end::   up to this time
    # order::       of no use: "asc" is the only order that the API has for events; "desc" raises InvalidArgumentError
    # limit, max_items:: see list_directories
    def list_events(after: nil, order: nil, events: nil, organization_id: nil, range_start: nil, range_end: nil,
                    limit: nil, max_items: nil)
      texts = { after: after, order: order, events: Array(events).join(","), organization_id: organization_id,
                range_start: Arguments.time(:range_start, range_start),
                range_end: Arguments.time(:range_end, range_end) }
      list(Event, :list_events, Arguments.event_query(texts, limit: limit, max_items: max_items))
    end

    def get_directory(id) = Directory.new(call(:start_get_directory, id))
    def get_group(id) = Group.new(call(:start_get_group, id))

    def get_user(id, custom_attributes: nil)
      type = attributes_class(custom_attributes)
      User.new(call(:start_get_user, id), type)
    end

    # Returns when the API has accepted it; the directory is gone a moment later.
    def delete_directory(id) = call(:start_delete_directory, id)

    # Asks the identity provider for a sync now (Google Workspace). Within five minutes of the last request
    # RateLimitedError, whose retry_after says how long to wait; while a sync runs ConflictError.
    def request_directory_sync(id) = call(:start_request_directory_sync, id)

    # Ends what is under way with CancelledError; calls begun afterwards work. Any thread, any signal handler.
    def cancel
      @observer.cancels += 1 if @observer
      Library.client_cancel(@handle.address) if (locked = @cancelling.try_lock)
    ensure
      @cancelling.unlock if locked
    end

    # Waits for the calls that other threads are in (cancel hurries them), then frees everything. A listing that another
    # thread reads raises ClosedError at its next page.
    def close
      @starting.synchronize { @closed = true }
      @iterators.keys.each(&:free)
      @starting.synchronize { @cancelling.synchronize { @handle.free } }
      nil
    end

    def closed? = @closed || false
    def inspect = "#<#{self.class.name}#{' closed' if closed?}>"

    private

    def attributes_class(type)
      type.nil? || type.respond_to?(:members) or
        raise TypeError, "custom_attributes must be a Struct or Data class, not #{type.inspect}"
      type
    end

    # Yields an iterator.
    def start(function, argument)
      iterator = @starting.synchronize do
        closed? and raise ClosedError
        Iterator.new(self, @observer, @iterators, function, @handle.address, argument)
      end
      yield iterator
    ensure
      iterator&.free
    end

    # Wrong arguments are refused here, not only when the list is read.
    def list(type, function, query, *attributes_class)
      cursor = start(function, query, &:cursor)
      List.new(cursor, ->(raw) { type.new(raw, *attributes_class) }) do |limit, &read|
        start(function, limit ? Arguments.with_limit(query, limit) : query, &read)
      end
    end

    # The record, or nil where there is none to come.
    def call(function, id) = start(function, Arguments.text(:id, id)) { |iterator| iterator.next_page&.first }
  end
end
