# frozen_string_literal: true

# Lists the directories that an API key can see, then the groups and users of one of them.
#
#   WORKOS_API_KEY=sk_... ruby -I bindings/ruby/lib examples/list_directory.rb [directory_id]
#
# Without an id it shows the directory with the most users.
require "workosds"

Attributes = Struct.new(:department_name, :department)

def show(client, directory)
  groups = client.list_groups(directory: directory).to_a
  groups.each { |group| puts "#{group.id}  #{group.name}" }
  puts "#{groups.size} groups", ""

  users = 0
  client.list_users(directory: directory, custom_attributes: Attributes).each do |user|
    department = user.custom_attributes.department_name || user.custom_attributes.department
    puts [user.id, user.state, user.email || "-", user.name || "-", department || "-"].join("  ")
    users += 1
  end
  puts "#{users} users"
end

begin
  WorkOSDS::Client.open do |client|
    directories = client.list_directories.to_a
    directories.each { |each| puts [each.id, each.type, each.state, each.name].join("  ") }
    puts "#{directories.size} directories", ""

    chosen = ARGV.first || directories.max_by { |each| each.active_user_count || 0 }&.id
    show(client, chosen) if chosen
  end
rescue WorkOSDS::Error => error
  warn error.message
  warn "request id for WorkOS's support: #{error.request_id}" if error.request_id
  exit 1
end
