# frozen_string_literal: true

require "workosds/client"
require "workosds/errors"
require "workosds/library"
require "workosds/records"
require "workosds/version"

# The WorkOS Directory Sync API: directories, groups and users of an organization's identity provider, read by
# libworkosds page by page, with retries, pace and time limits taken care of.
#
#   WorkOSDS::Client.open("sk_...") do |client|
#     client.list_users(directory: "directory_123").each { |user| puts user.email }
#   end
module WorkOSDS
  Library.load
  Errors.define
end
