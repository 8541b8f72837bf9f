# frozen_string_literal: true

# net/http and json, nothing else.
require "json"
require "measurement"
require "net/http"

address = URI(ARGV.fetch(0))
path = "/directory_users?directory=directory_1&limit=100"

Measurement.report do |read|
  Net::HTTP.start(address.host, address.port) do |http|
    after = nil
    loop do
      target = after ? "#{path}&after=#{after}" : path
      page = JSON.parse(http.get(target, "Authorization" => "Bearer sk_test_benchmark").body)
      page["data"].each do |user|
        read.call(user["id"], user["email"], user["first_name"], user["last_name"], user["state"])
      end
      after = page["list_metadata"]["after"]
      break unless after
    end
  end
end
