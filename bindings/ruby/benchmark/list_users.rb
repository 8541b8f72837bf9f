# frozen_string_literal: true

# The CPU time of listing all users of the largest directory, compared with a plain loop over net/http and json that
# reads the same pages. WORKOS_BASE_URL and WORKOS_API_KEY set the server (see scripts/with-sandbox):
#
#   scripts/with-sandbox build/workosds-sandbox --users 20000 -- \
#     ruby -I bindings/ruby/lib bindings/ruby/benchmark/list_users.rb
require "json"
require "net/http"
require "workosds"

ROUNDS = Integer(ARGV.fetch(0, 7))
BASE = URI(ENV.fetch("WORKOS_BASE_URL"))
KEY = ENV.fetch("WORKOS_API_KEY")

directories = WorkOSDS::Client.open { |client| client.list_directories.to_a }
DIRECTORY = directories.max_by { |directory| directory.active_user_count || 0 }.id

def bare
  Net::HTTP.start(BASE.host, BASE.port) do |http|
    read = 0
    query = "/directory_users?limit=100&directory=#{DIRECTORY}"
    after = ""
    while after
      page = JSON.parse(http.get(query + after, { "Authorization" => "Bearer #{KEY}" }).body)
      page["data"].each { |user| read += user["email"].to_s.size + user["custom_attributes"].size }
      cursor = page["list_metadata"]["after"]
      after = cursor && "&after=#{cursor}"
    end
    read
  end
end

def binding_of_the_library
  WorkOSDS::Client.open(directory_user_requests_per_second: nil) do |client|
    client.list_users(directory: DIRECTORY).sum { |user| user.email.to_s.size + user.custom_attributes.size }
  end
end

def measured
  GC.start
  start = Process.clock_gettime(Process::CLOCK_PROCESS_CPUTIME_ID)
  read = yield
  [Process.clock_gettime(Process::CLOCK_PROCESS_CPUTIME_ID) - start, read]
end

rounds = Array.new(ROUNDS) do
  base, expected = measured { bare }
  own, read = measured { binding_of_the_library }
  abort "the two loops read different users" if read != expected
  [base, own]
end
base, own = rounds.transpose.map { |times| times.sort[ROUNDS / 2] }
puts format("ruby: net/http + json %<base>.3f s CPU, workosds %<own>.3f s, %<ratio>.2f times",
            base: base, own: own, ratio: own / base)
