# frozen_string_literal: true

require "fiddle"
require "workosds/version"
require "workosds/functions"

module WorkOSDS
  # Loads libworkosds, checks its version and declares its functions. The library is looked for
  #
  # 1. at Library.path;
  # 2. at the path in the environment variable WORKOSDS_LIBRARY;
  # 3. in the gem, beside this file;
  # 4. as libworkosds.so.0, where the system's loader looks.
  #
  # If one of the first two is given, no other place is tried. To set the path:
  #
  #   require "workosds/library"
  #   WorkOSDS::Library.path = "/opt/lib/libworkosds.so.0"
  #   require "workosds"
  module Library
    SONAME = "libworkosds.so.0"
    NOT_FOUND = "libworkosds was not found. Install it or a gem that contains it, or name its file in the environment " \
                "variable WORKOSDS_LIBRARY."
    DEPENDENCY_MISSING = "libworkosds was found, but a library that it needs is missing. It needs libcurl, jansson and " \
                         "OpenSSL 3: on Debian and Ubuntu `apt install libcurl4 libjansson4`, on Fedora and RHEL " \
                         "`dnf install libcurl jansson`."
    # The function that processes a page releases the GVL, so that other threads run. The rest return at once and keep it.
    LONG_FUNCTION = :iterator_next_page_json
    private_constant :NOT_FOUND, :DEPENDENCY_MISSING, :LONG_FUNCTION

    class << self
      # The file to load, instead of looking for one.
      attr_accessor :path

      def load
        handle = open_first(candidates)
        declare(handle, :version)
        fits?(version) or raise LoadError, "This binding, #{VERSION}, does not fit libworkosds #{version}."

        FUNCTIONS.each_key { |name| declare(handle, name) unless name == :version }
      end

      # Copies a string that the library allocated for the caller, and frees it.
      def take(string)
        string.to_s.force_encoding(Encoding::UTF_8)
      ensure
        string_free(string)
      end

      def take_json(string) = parse(take(string))

      # The result is deeply frozen.
      def parse(json) = JSON.parse(json, max_nesting: false, freeze: true)

      private

      def candidates
        chosen = (path || ENV.fetch("WORKOSDS_LIBRARY", "")).to_s
        chosen.empty? ? [File.expand_path(SONAME, __dir__), SONAME] : [chosen]
      end

      def open_first(candidates)
        problem = NOT_FOUND
        failures = candidates.map do |candidate|
          return Fiddle::Handle.new(candidate, Fiddle::RTLD_NOW)
        rescue Fiddle::DLError => error
          message = error.message
          problem = DEPENDENCY_MISSING if dependency_missing?(candidate, message)
          "\n  #{message.start_with?(candidate) ? message : "#{candidate}: #{message}"}"
        end
        raise LoadError, "#{problem} Tried:#{failures.join}"
      end

      # Whether the loader's message is about a library that libworkosds needs, and not about libworkosds itself.
      def dependency_missing?(candidate, message)
        on_glibc = message.include?("cannot open shared object file") && !message.start_with?(candidate)
        on_musl = message.include?("(needed by")
        on_glibc || on_musl
      end

      # Defines a method of this module for a function of the library.
      def declare(handle, name)
        result, arguments = FUNCTIONS.fetch(name)
        address = handle["workosds_#{name}"]
        function = Fiddle::Function.new(address, arguments, result, need_gvl: name != LONG_FUNCTION)
        define_singleton_method(name) do |*values|
          value = function.call(*values.map { |given| Library.plain(given) })
          result == TEXT ? value&.force_encoding(Encoding::UTF_8) : value
        end
      rescue Fiddle::DLError
        raise LoadError, "libworkosds has no workosds_#{name}: it is older than this binding, #{VERSION}."
      end

      # Before 1.0.0 a minor version may be incompatible.
      def fits?(found)
        found = found.split(".").map(&:to_i)
        wanted = VERSION.split(".").map(&:to_i)
        same = wanted.first.zero? ? 2 : 1
        found.first(same) == wanted.first(same) && (found <=> wanted) >= 0
      end
    end

    # Converts an argument for Fiddle, because Fiddle's own conversion, Kernel#Integer, swallows an Interrupt.
    def self.plain(argument)
      case argument
      when Fiddle::Pointer then argument.to_i
      when StructArgument then argument.address
      else argument
      end
    end
  end
end
