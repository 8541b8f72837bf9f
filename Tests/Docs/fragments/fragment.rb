# The frame of a block in Ruby.
require "stringio"
require "workosds"

$stdout.sync = true

# Like config.ru: calls the application with one request, a webhook.
def run(application)
  body = '{"id":"event_1","event":"dsync.user.created","data":{"id":"directory_user_1","directory_id":"directory_123"}}'
  signature = WorkOSDS.sign_webhook(body, ENV.fetch("WEBHOOK_SECRET"))
  status, = application.call("rack.input" => StringIO.new(body), "HTTP_WORKOS_SIGNATURE" => signature)
  raise "the application returned #{status}" unless status == 200
end

client = WorkOSDS::Client.new
user = client.get_user("directory_user_123") # rubocop:disable Lint/UselessAssignment
eval(File.read(ARGV[0]), binding, ARGV[0]) # rubocop:disable Security/Eval
client.close
