# frozen_string_literal: true

require "json"
require "net/http"

# The local server of the API, started when first asked for and ended with the tests.
module Sandbox
  class << self
    def url
      @url ||= start
    end

    # The id of the directory with three pages of users, which no test changes.
    def okta = @okta ||= directory("okta scim v2.0")

    # The id of one that tests add to.
    def hibob = @hibob ||= directory("hibob")

    # Changes what the sandbox holds. Gives its answer.
    def post(path, members)
      address = URI("#{url}/_sandbox/#{path}")
      answer = Net::HTTP.post(address, JSON.generate(members), "Content-Type" => "application/json")
      raise "#{path}: #{answer.code} #{answer.body}" unless answer.is_a?(Net::HTTPSuccess)

      JSON.parse(answer.body)
    end

    def delete(path)
      Net::HTTP.start(URI(url).host, URI(url).port) { |http| http.delete("/_sandbox/#{path}").value }
    end

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
