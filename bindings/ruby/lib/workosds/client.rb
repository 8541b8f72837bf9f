# frozen_string_literal: true

module WorkOSDS
  # A client of the WorkOS Directory Sync API. Thread-safe; can be used in forked children. A call that fails raises an
  # Error.
  class Client
    class << self
      # Creates a client. With a block, closes the client at the block's end and returns the block's value.
      def new(...)
        client = super
        block_given? ? yield(client) : client
      ensure
        client&.close if block_given?
      end
      alias open new
    end

    # Creates a client. Sends nothing. All times are in seconds and may be fractions; nil means no limit.
    #
    # api_key::           "sk_..."; default: the environment variable WORKOS_API_KEY
    # base_url::          the URL of the API, "https://host[:port][/prefix]"; default: the environment variable
    #                     WORKOS_BASE_URL, else https://api.workos.com
    # timeout::           seconds for one attempt at a request, from sending to the last byte; default 60
    # connect_timeout::   seconds for name resolution, connection and TLS handshake; default 10
    # call_timeout::      seconds for a whole call, or for one page of a listing, with retries and waits; default: no
    #                     limit
    # max_retries::       further attempts after 408, 429, 5xx, failed connections and timeouts, 0 to 100; default 3
    # max_retry_wait::    seconds of the longest single wait before a retry; if the server asks for more, the call raises
    #                     RateLimitedError (or ServerError) at once; default 60
    # max_response_bytes:: the largest response accepted, in bytes after decompression; a larger one raises ProtocolError;
    #                     default 67,108,864 (64 MiB)
    # directory_user_requests_per_second:: requests per second for each directory's users; nil: unlimited; default 4,
    #                     the API's rate limit
    # ca_file::           a PEM file of trusted CA certificates that replaces the system's
    # proxy::             "[scheme://][user:password@]host[:port]"; default: the environment variables https_proxy,
    #                     HTTPS_PROXY, all_proxy, ALL_PROXY
    # no_proxy::          hosts that are reached without the proxy, separated by commas; "*": all; default: the
    #                     environment variables no_proxy, NO_PROXY
    # app_name::          added to the User-Agent, "myapp/1.2"
    # look_ahead::        request the next page before the current one has been read, from the second page on; default
    #                     true
    # allow_plain_http::  allow an http:// base_url for hosts other than the loopback; default false
    # on_attempt::        called with an Attempt after each attempt at a request; an exception that it raises
    #                     ends the call
    # headers::           headers added to every request, by name: { "traceparent" => "00-..." }. At most 64, and at most
    #                     8192 bytes each. Headers that the library sets itself are rejected: Authorization, User-Agent,
    #                     Accept, Host and others; default: none
    # client_certificate:: a PEM file with a client certificate, and the certificates between it and its authority
    # client_key::        a PEM file with the private key of client_certificate; default: client_certificate contains it
    # client_key_passphrase:: the passphrase of the private key
    # proxy_ca_file::     a PEM file of certification authorities for an https:// proxy; default: the system's
    #
    # Raises InvalidArgumentError for an invalid argument or environment variable, for a file that cannot be read, and if
    # there is no API key.
    def initialize(api_key = nil, base_url: nil, timeout: 60, connect_timeout: 10, call_timeout: nil, max_retries: 3,
                   max_retry_wait: 60, max_response_bytes: 67_108_864, directory_user_requests_per_second: 4,
                   ca_file: nil, proxy: nil, no_proxy: nil, app_name: nil, look_ahead: true, allow_plain_http: false,
                   on_attempt: nil, headers: nil, client_certificate: nil, client_key: nil, client_key_passphrase: nil,
                   proxy_ca_file: nil)
      options = {
        base_url: base_url, timeout: timeout, connect_timeout: connect_timeout, call_timeout: call_timeout,
        max_retries: max_retries, max_retry_wait: max_retry_wait, max_response_bytes: max_response_bytes,
        directory_user_requests_per_second: directory_user_requests_per_second,
        ca_file: ca_file, proxy: proxy, no_proxy: no_proxy, app_name: app_name, look_ahead: look_ahead,
        allow_plain_http: allow_plain_http, headers: headers, client_certificate: client_certificate,
        client_key: client_key, client_key_passphrase: client_key_passphrase, proxy_ca_file: proxy_ca_file
      }
      make(:client_new, [], api_key, on_attempt, options, warning: self.class.name)
    end

    # Returns a client that differs from this one in the options given, for one call or for many.
    #
    #   user = client.with(timeout: 5, max_retries: 0).get_user("directory_user_123")
    #
    # It shares this client's connections and its pace for each directory's users. Creating it opens no connection. It
    # does not have to be closed; with a block, it is closed at the end and the block's value is returned. Either of the
    # two can be closed first; `cancel` and `close` affect only the client they are called on.
    #
    # api_key::         "sk_..."
    # timeout::         seconds for one attempt at a request; nil: no limit
    # connect_timeout:: seconds for name resolution, connection and TLS handshake; nil: no limit
    # call_timeout::    seconds for a whole call, or for one page of a listing, with retries and waits; nil: no limit
    # max_retries::     further attempts, 0 to 100
    # max_retry_wait::  seconds of the longest single wait before a retry
    # max_response_bytes:: the largest response accepted, in bytes after decompression
    # app_name::        added to the User-Agent, "myapp/1.2"
    # look_ahead::      request the next page before the current one has been read
    # on_attempt::      called with an Attempt after each attempt at a request
    # headers::         headers added to every request; they replace all of this client's, and {} removes them
    #
    # Options that are not given are as in this client. Raises InvalidArgumentError for an invalid argument, and for an
    # option of the shared connections or the shared pace, such as base_url, proxy and ca_file: create another client for
    # these.
    def with(api_key: nil, on_attempt: nil, **options)
      derived = @starting.synchronize do
        raise ClosedError if closed?

        self.class.allocate.make(:client_derive, [@handle.address], api_key, on_attempt || @observer&.hook, options,
                                 header_names: @header_names)
      end
      block_given? ? yield(derived) : derived
    ensure
      derived&.close if block_given?
    end

    # Lists directories. Nothing is sent before the list is read.
    #
    # organization_id:: only directories of this organization
    # search::          only directories whose name matches
    # limit::           the page size, 1 to 100, default 100; it does not limit how many records come: max_items does
    # max_items::       stop after this many records; default: all
    # after::           a List#cursor of an earlier list, to continue after it
    # before::          a List#cursor of an earlier list, to page backwards from it; not together with `after`
    # order::           by creation time: "desc", the default, newest first, or "asc"
    #
    # Raises InvalidArgumentError at once for arguments that are invalid.
    def list_directories(organization_id: nil, search: nil, limit: nil, max_items: nil, after: nil, before: nil,
                         order: nil)
      query = StructArgument.new(
        Structs::DirectoryQuery,
        **paging(limit, max_items, after, before, order),
        organization_id: Arguments.text(:organization_id, organization_id),
        search: Arguments.text(:search, search)
      )
      list(:list_directories, query) { |raw| Directory.new(raw) }
    end

    # Lists the groups of a directory or of a user, given by id. One of the two is required. The other
    # arguments are those of list_directories.
    def list_groups(directory: nil, user: nil, limit: nil, max_items: nil, after: nil, before: nil, order: nil)
      query = StructArgument.new(
        Structs::GroupQuery,
        **paging(limit, max_items, after, before, order),
        directory: Arguments.text(:directory, directory),
        user: Arguments.text(:user, user)
      )
      list(:list_groups, query) { |raw| Group.new(raw) }
    end

    # Lists the users of a directory, of a group, or of both, given by id. One of the two is required.
    #
    # idp_id::            only the user with this id at the identity provider; the API requires `directory` with it
    # email::             only users with this email address; the API requires `directory` with it
    # custom_attributes:: a Struct or Data class: each user's custom_attributes are an instance of it, filled by name.
    #                     Attributes that do not match raise CustomAttributeError, which ends the listing
    #
    # The other arguments are those of list_directories.
    def list_users(directory: nil, group: nil, idp_id: nil, email: nil, custom_attributes: nil, limit: nil,
                   max_items: nil, after: nil, before: nil, order: nil)
      query = StructArgument.new(
        Structs::UserQuery,
        **paging(limit, max_items, after, before, order),
        directory: Arguments.text(:directory, directory),
        group: Arguments.text(:group, group),
        idp_id: Arguments.text(:idp_id, idp_id),
        email: Arguments.text(:email, email)
      )
      attributes_class = check_attributes_class(custom_attributes)
      list(:list_users, query) { |raw| User.new(raw, attributes_class) }
    end

    # Lists events, always oldest first. To follow them, list repeatedly with the last List#cursor as `after`. The API
    # keeps events for 90 days; one listing covers 30 days.
    #
    # The API lists an event some seconds after it happened. A list read right after a webhook may therefore be empty:
    # read it again later. Never use the id of an event from a webhook as `after`: events that are not listed yet would
    # be skipped permanently.
    #
    # after::           the id of the last event that was processed, from a list
    # order::           has no effect: the API lists events oldest first; "desc" raises InvalidArgumentError
    # events::          event names, an array or separated by commas; default: every event of Directory Sync
    # organization_id:: only events of this organization
    # range_start::     only events since this time: ISO 8601, or a Time; not together with `after`
    # range_end::       only events until this time
    # limit::           the page size, 1 to 100, default 100; it does not limit how many records come: max_items does
    # max_items::       stop after this many records; default: all
    def list_events(after: nil, order: nil, events: nil, organization_id: nil, range_start: nil, range_end: nil,
                    limit: nil, max_items: nil)
      query = StructArgument.new(
        Structs::EventQuery,
        limit: Arguments.count(:limit, limit),
        max_items: Arguments.count(:max_items, max_items, most: Arguments::LARGEST_INT64),
        after: Arguments.text(:after, after),
        order: Arguments.text(:order, order),
        events: Arguments.event_names(events),
        organization_id: Arguments.text(:organization_id, organization_id),
        range_start: Arguments.time(:range_start, range_start),
        range_end: Arguments.time(:range_end, range_end)
      )
      list(:list_events, query) { |raw| Event.new(raw) }
    end

    # Fetch one record. NotFoundError if there is none with this id.
    def get_directory(id) = Directory.new(call(:start_get_directory, id))
    def get_group(id) = Group.new(call(:start_get_group, id))

    # custom_attributes: see list_users.
    def get_user(id, custom_attributes: nil)
      attributes_class = check_attributes_class(custom_attributes)
      User.new(call(:start_get_user, id), attributes_class)
    end

    # Deletes a directory with its groups and users. Returns when the API has accepted it: the directory is in state
    # "deleting" until it is gone.
    def delete_directory(id) = call(:start_delete_directory, id)

    # Requests a sync with the identity provider (Google Workspace). Returns when the API has queued it. Raises
    # RateLimitedError within five minutes of the last request (retry_after has the seconds to wait), and ConflictError
    # while a sync is running.
    def request_directory_sync(id) = call(:start_request_directory_sync, id)

    # Ends the current calls with CancelledError. Later calls work. Can be called from any thread and in `trap`.
    def cancel
      @observer.cancels += 1 if @observer
      locked = @cancelling.try_lock
      Library.client_cancel(@handle.address) if locked
    ensure
      @cancelling.unlock if locked
    end

    # Waits for the calls of other threads, then frees everything. `cancel` shortens the wait. A listing that
    # another thread reads raises ClosedError at its next page.
    def close
      @starting.synchronize { @closed = true }
      @iterators.keys.each(&:free)
      @starting.synchronize do
        @cancelling.synchronize { @handle.free }
      end
      nil
    end

    def closed? = @closed || false
    def inspect = "#<#{self.class.name}#{' closed' if closed?}>"

    # Two copies would free one client of the library. Ractor.new copies its arguments too.
    def initialize_copy(_other) = raise(TypeError, "a Client cannot be copied")

    protected

    # Calls a function of the library that creates a client. Each client has its own observer, even for a hook that two
    # clients share: each of them is cancelled alone.
    #
    # base::         the address of the client to derive from, if any
    # header_names:: the names of its headers, unless the options have others
    # warning::      the name in the warning that it was not closed; nil: no warning
    def make(function, base, api_key, hook, options, header_names: [], warning: nil)
      @starting = Mutex.new
      @cancelling = Mutex.new
      @iterators = {}.compare_by_identity
      arguments = [Arguments.text(:api_key, api_key)]
      @header_names = options[:headers] ? Arguments.header_names(options[:headers]) : header_names
      @observer = hook && Observer.new(hook, @header_names)
      arguments << Options.struct(options, @observer)
      @handle = Handle.new(:client_free, function, *base, *arguments, name: warning)
      self
    end

    private

    # The members that all queries have except those for events.
    def paging(limit, max_items, after, before, order)
      {
        limit: Arguments.count(:limit, limit),
        max_items: Arguments.count(:max_items, max_items, most: Arguments::LARGEST_INT64),
        after: Arguments.text(:after, after),
        before: Arguments.text(:before, before),
        order: Arguments.text(:order, order)
      }
    end

    def check_attributes_class(type)
      return type if type.nil? || type.respond_to?(:members)

      raise TypeError, "custom_attributes must be a Struct or Data class, not #{type.inspect}"
    end

    # Calls a function of the library that returns an iterator, and yields the iterator.
    def start(function, argument)
      iterator = @starting.synchronize do
        raise ClosedError if closed?

        Iterator.new(self, @observer, @iterators, function, @handle.address, argument)
      end
      yield iterator
    ensure
      iterator&.free
    end

    # Creates an iterator and frees it, so that invalid arguments raise here and not only when the list is read.
    def list(function, query, &record)
      cursor = start(function, query, &:cursor)
      List.new(cursor, record) do |limit, &read|
        start(function, limit ? query.with_limit(limit) : query, &read)
      end
    end

    # The record in the response; nil for a call without one.
    def call(function, id)
      start(function, Arguments.text(:id, id)) { |iterator| iterator.next_page&.first }
    end
  end
end
