# frozen_string_literal: true

# This project's binding.
require "measurement"
require "workosds"

Measurement.report do |read|
  options = { base_url: ARGV.fetch(0), directory_user_requests_per_second: nil }
  WorkOSDS::Client.new("sk_test_benchmark", **options) do |client|
    client.list_users(directory: "directory_1").each do |user|
      read.call(user.id, user.email, user.first_name, user.last_name, user.state)
    end
  end
end
