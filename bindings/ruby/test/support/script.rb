# frozen_string_literal: true

require "open3"
require "rbconfig"

# Runs Ruby code in a separate process.
module Script
  LIB = File.expand_path("../../lib", __dir__)
  PREAMBLE = <<~RUBY
    require "workosds"
    KEY = "sk_test_sandbox"
    URL = ENV["SERVER_URL"]
    $stdout.sync = true
    trap("INT", "DEFAULT") # a shell's background jobs and their children ignore it
  RUBY

  LIMIT = %w[timeout --foreground --signal=KILL 120].freeze

  class << self
    # Its standard output, standard error and status. A process that hangs is killed.
    def run(text, url: nil, environment: {}, flags: ["-w"])
      Open3.capture3(environment.merge("SERVER_URL" => url), *LIMIT, *command(text, flags))
    end

    # Yields the process's output and id while it runs.
    def start(text, url: nil)
      IO.popen([{ "SERVER_URL" => url }, *command(text, ["-w"]), { err: %i[child out] }]) do |output|
        yield output, output.pid
      end
    end

    private

    def command(text, flags)
      [RbConfig.ruby, *flags, "-I", LIB, "-e", PREAMBLE + text]
    end
  end
end
