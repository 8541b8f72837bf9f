# frozen_string_literal: true

# Counts the server's records with the installed gem.
require "workosds"

WorkOSDS::Client.open do |client|
  directories = client.list_directories.to_a
  users = directories.select { |directory| directory.type == "okta scim v2.0" }
                     .flat_map { |directory| client.list_users(directory: directory.id).to_a }
  puts "#{WorkOSDS::VERSION}: #{directories.size} directories, #{users.size} users"
end
