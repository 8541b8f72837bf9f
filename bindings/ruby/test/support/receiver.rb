# frozen_string_literal: true

require "socket"

# A receiver of webhooks: keeps what is posted, and answers 200.
class Receiver
  Delivery = Struct.new(:signature, :body)

  def self.open
    receiver = new
    yield receiver
  ensure
    receiver&.close
  end

  def initialize
    @deliveries = Queue.new
    @socket = TCPServer.new("127.0.0.1", 0)
    @thread = Thread.new { loop { receive(@socket.accept) } }
    @thread.report_on_exception = false
  end

  def url = "http://127.0.0.1:#{@socket.addr[1]}/hook"

  # Waits for the next delivery.
  def take = @deliveries.pop

  def close
    @thread.kill.join
    @socket.close
  end

  private

  # The body's bytes as they came, which is what Rack gives.
  def receive(connection)
    head = connection.gets("\r\n\r\n")
    body = connection.read(head[/^Content-Length: (\d+)/i, 1].to_i)
    connection.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
    @deliveries << Delivery.new(head[/^WorkOS-Signature: (.*)\r$/i, 1], body)
  ensure
    connection.close
  end
end
