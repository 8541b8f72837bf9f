# frozen_string_literal: true

root = File.expand_path("../../..", __dir__)
ENV["WORKOSDS_LIBRARY"] ||= File.join(root, "build/libworkosds.so")
ENV["WORKOSDS_SANDBOX"] ||= File.join(root, "build/workosds-sandbox")
ENV["SWIFT_BACKTRACE"] = "enable=no"
ENV.delete("WORKOS_API_KEY")
ENV.delete("WORKOS_BASE_URL")

require "minitest/autorun"
require "timeout"
require "workosds"
require_relative "support/sandbox"
require_relative "support/server"
require_relative "support/script"

# Helpers of all tests.
class WorkOSDSTest < Minitest::Test
  KEY = "sk_test_sandbox"
  # Long enough for a busy machine. Only a failing test waits this long.
  PATIENCE = 20

  def run(...)
    Timeout.timeout(6 * PATIENCE) { super }
  end

  private

  def sandbox(**options, &block)
    WorkOSDS::Client.open(KEY, base_url: Sandbox.url, **options, &block)
  end

  # A client of a server whose responses come from the block.
  def client_of(server, **options, &block)
    WorkOSDS::Client.open(KEY, base_url: server.url, **options, &block)
  end

  def seconds
    start = Process.clock_gettime(Process::CLOCK_MONOTONIC)
    yield
    Process.clock_gettime(Process::CLOCK_MONOTONIC) - start
  end

  def eventually(message = nil)
    deadline = Process.clock_gettime(Process::CLOCK_MONOTONIC) + PATIENCE
    until yield
      flunk(message || "it did not happen") if Process.clock_gettime(Process::CLOCK_MONOTONIC) > deadline
      sleep 0.005
    end
  end

  # The number of the library's iterators, each of which has an epoll descriptor. (Idle connections have one too.)
  def iterators
    Dir.children("/proc/self/fd").count do |descriptor|
      File.readlink("/proc/self/fd/#{descriptor}").end_with?("[eventpoll]")
    rescue Errno::ENOENT
      false
    end
  end

  # Computes the block's value in a child, and returns a function that reads it.
  def in_child
    reader, writer = IO.pipe(Encoding::UTF_8)
    pid = fork do
      value = begin
        yield
      rescue Exception => error # rubocop:disable Lint/RescueException
        error.full_message
      end
      writer.write(value.to_s)
      writer.close
      exit!(0)
    end
    writer.close
    lambda do
      Process.wait(pid)
      reader.read
    end
  end
end
