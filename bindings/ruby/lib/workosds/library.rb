# frozen_string_literal: true

require "fiddle"
require "workosds/version"

module WorkOSDS
  # libworkosds itself: found, checked, its functions declared. To load another file than the usual ones:
  #
  #   require "workosds/library"
  #   WorkOSDS::Library.path = "/opt/lib/libworkosds.so.0"
  #   require "workosds"
  module Library
    SONAME = "libworkosds.so.0"
    TYPES = { "a" => Fiddle::TYPE_UINTPTR_T, "i" => Fiddle::TYPE_INT, "l" => Fiddle::TYPE_LONG_LONG,
              "p" => Fiddle::TYPE_VOIDP, "s" => Fiddle::TYPE_CONST_STRING, "v" => Fiddle::TYPE_VOID,
              "z" => Fiddle::TYPE_SIZE_T }.freeze
    # By result and arguments. A string that is given back to be freed is a "p", an address that is passed an "a".
    FUNCTIONS = {
      "s" => %i[version], "z" => %i[status_count], "iz" => %i[status_at], "si" => %i[status_name],
      "pa" => %i[error_json event_json], "paa" => %i[error_body], "iazssllaa" => %i[webhook_verify], "pazsl" => %i[webhook_sign],
      "va" => %i[string_free error_free client_cancel client_free iterator_free event_free],
      "sa" => %i[iterator_cursor attempt_method attempt_path attempt_request_id],
      "ia" => %i[attempt_http_status attempt_status attempt_number],
      "la" => %i[attempt_elapsed_ms attempt_bytes attempt_wait_ms],
      "isaaa" => %i[client_new], "iaia" => %i[iterator_set_blocking], "iaaa" => %i[iterator_fd],
      "iaaaa" => %i[list_directories list_groups list_users list_events iterator_next_page_json],
      "iasaa" => %i[start_get_directory start_get_group start_get_user start_delete_directory
                    start_request_directory_sync]
    }.freeze
    # This does a page's work and lets other threads run. The rest are too short for that, and no thread comes between.
    LONG = :iterator_next_page_json

    class << self
      # The file to load, instead of looking for one.
      attr_accessor :path

      def load
        handle = open_first
        FUNCTIONS.each { |types, names| names.each { |name| declare(handle, name, *TYPES.values_at(*types.chars)) } }
        fits?(version) or raise LoadError, "This binding, #{VERSION}, does not fit libworkosds #{version}."
      end

      # Copies a text that is the caller's, and gives it back.
      def take(text)
        text.to_s.force_encoding(Encoding::UTF_8)
      ensure
        string_free(text)
      end

      def take_json(text) = parse(take(text))

      # All of it frozen.
      def parse(text) = JSON.parse(text, max_nesting: false, freeze: true)

      private

      # An explicit choice is the only place looked at.
      def open_first
        chosen = (path || ENV.fetch("WORKOSDS_LIBRARY", "")).to_s
        failures = (chosen.empty? ? [File.expand_path(SONAME, __dir__), SONAME] : [chosen]).map do |candidate|
          return Fiddle::Handle.new(candidate, Fiddle::RTLD_NOW)
        rescue Fiddle::DLError => error
          "\n  #{candidate}: #{error.message}"
        end
        raise LoadError, "libworkosds was not found; WORKOSDS_LIBRARY can name it. Tried:#{failures.join}"
      end

      def declare(handle, name, result, *arguments)
        function = Fiddle::Function.new(handle["workosds_#{name}"], arguments, result, need_gvl: name != LONG)
        define_singleton_method(name) do |*values|
          # Given a pointer Fiddle would get the number by Kernel#Integer, which swallows an Interrupt.
          value = function.call(*values.map { |given| given.is_a?(Fiddle::Pointer) ? given.to_i : given })
          result == TYPES["s"] ? value&.force_encoding(Encoding::UTF_8) : value
        end
      rescue Fiddle::DLError
        raise LoadError, "libworkosds has no workosds_#{name}: it is older than this binding, #{VERSION}."
      end

      # Until 1.0.0 a minor version may change what was there.
      def fits?(found)
        found, wanted = [found, VERSION].map { |version| version.split(".").map(&:to_i) }
        stable = wanted[0].positive? ? 1 : 2
        found.first(stable) == wanted.first(stable) && (found <=> wanted) >= 0
      end
    end
  end
end
