# frozen_string_literal: true

require "json"

# The sandbox, started on first use and stopped after the tests.
module Sandbox
  class << self
    def url
      @url ||= start
    end

    # The id of a directory with three pages of users. No test may change it.
    def okta = @okta ||= directory("okta scim v2.0")

    private

    def directory(type)
      WorkOSDS::Client.open(WorkOSDSTest::KEY, base_url: url) do |client|
        client.list_directories.find { |directory| directory.type == type }.id
      end
    end

    def start
      output = IO.popen([ENV.fetch("WORKOSDS_SANDBOX"), "--port", "0", "--hold-back-ms", "0"])
      owner = Process.pid
      Minitest.after_run do
        next if Process.pid != owner

        Process.kill(:TERM, output.pid)
        output.close
      end
      JSON.parse(output.gets).fetch("url")
    end
  end
end
