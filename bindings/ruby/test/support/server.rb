# frozen_string_literal: true

require "json"
require "socket"

# A server on a raw socket. The block gets each request's head and number, and returns the bytes to write, nil for no
# response, or :close to close the connection.
class Server
  HEAD = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "

  attr_reader :requests

  def self.open(answer)
    server = new(answer)
    yield server
  ensure
    server&.close
  end

  # A response with a JSON body.
  def self.json(body, status: "200 OK", headers: {})
    body = JSON.generate(body) unless body.is_a?(String)
    more = headers.map { |name, value| "#{name}: #{value}\r\n" }.join
    "HTTP/1.1 #{status}\r\nContent-Type: application/json\r\n#{more}Content-Length: #{body.bytesize}\r\n\r\n#{body}"
  end

  def self.page(records, after: nil, before: nil)
    json({ "object" => "list", "data" => records, "list_metadata" => { "before" => before, "after" => after } })
  end

  def self.user(number, **members)
    { "object" => "directory_user", "id" => "directory_user_#{number}", "email" => "user#{number}@example.com",
      "custom_attributes" => { "department" => "Sales" }, **members.transform_keys(&:to_s) }
  end

  def initialize(answer)
    @answer = answer
    @requests = Queue.new
    @socket = TCPServer.new("127.0.0.1", 0)
    @thread = Thread.new { loop { serve(@socket.accept) } }
    @thread.report_on_exception = false
    @connections = []
  end

  def url
    "http://127.0.0.1:#{@socket.addr[1]}"
  end

  def close
    @thread.kill.join
    @socket.close
    @connections.each do |thread, connection|
      thread.kill
      connection.close
    end
  end

  private

  def serve(connection)
    connection.setsockopt(Socket::IPPROTO_TCP, Socket::TCP_NODELAY, 1)
    thread = Thread.new { nil while respond(connection) }
    thread.report_on_exception = false
    @connections << [thread, connection]
  end

  def respond(connection)
    head = connection.gets("\r\n\r\n") or return connection.close
    answer = @answer.call(head, @requests.size)
    @requests << head.lines.first.split[0, 2].join(" ")
    return sleep if answer.nil?
    return connection.close if answer == :close

    connection.write(answer)
  end
end
