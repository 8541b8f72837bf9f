# frozen_string_literal: true

require "open3"
require "tmpdir"
require_relative "test_helper"

# The binding's structs and functions agree with workosds.h.
class HeaderTest < WorkOSDSTest
  PATH = File.expand_path("../../../include/workosds.h", __dir__)
  TEXT = File.read(PATH).gsub(%r{/\*.*?\*/}m, " ").freeze
  STRUCTS = {
    "workosds_client_options" => :ClientOptions,
    "workosds_directory_query" => :DirectoryQuery,
    "workosds_group_query" => :GroupQuery,
    "workosds_user_query" => :UserQuery,
    "workosds_event_query" => :EventQuery
  }.freeze
  KINDS = {
    "char *" => Fiddle::TYPE_VOIDP, "const char *" => Fiddle::TYPE_CONST_STRING, "int32_t" => Fiddle::TYPE_INT,
    "int64_t" => Fiddle::TYPE_LONG_LONG, "size_t" => Fiddle::TYPE_SIZE_T, "void" => Fiddle::TYPE_VOID,
    "workosds_status" => Fiddle::TYPE_INT
  }.freeze

  # No struct of the header is missing.
  def test_structs_of_the_header
    assert_equal TEXT.scan(/typedef struct (\w+) \{/).flatten.sort, STRUCTS.keys.sort
    assert_equal STRUCTS.values.sort, structs.constants.select { |name| structs.const_get(name).is_a?(Class) }.sort
  end

  def test_members_of_each_struct
    STRUCTS.each { |name, type| assert_equal members(name), structs.const_get(type).members, name }
  end

  # Each member has the compiler's offset.
  def test_layout_of_each_struct
    skip "there is no C compiler" unless system("cc --version", out: File::NULL, err: File::NULL)
    STRUCTS.each do |name, type|
      lines = members(name).map { |member| "printf(\"%zu\\n\", offsetof(#{name}, #{member}));" }
      numbers = printed_by_c("#{lines.join} printf(\"%zu\\n\", sizeof(#{name}));")
      type = structs.const_get(type)
      assert_equal numbers, [*members(name).map { |member| type.offsetof(member) }, type.size], name
    end
  end

  # Compares results, and the number and types of arguments.
  def test_functions
    functions.each do |name, (result, arguments)|
      found = TEXT.match(/^([\w ]+?[ *])workosds_#{name}\((.*?)\);/m)
      assert found, "workosds_#{name} is not in the header"
      parameters = found[2] == "void" ? [] : found[2].split(",").map { |parameter| parameter.split.join(" ") }
      assert_equal parameters.size, arguments.size, name
      # Bytes that may contain a NUL are returned as an address.
      assert_equal KINDS[found[1].strip], result, name unless name == :error_body
      parameters.zip(arguments).each { |parameter, type| assert_includes kinds_of(parameter), type, "#{name}: #{parameter}" }
    end
  end

  def test_functions_are_in_the_header_s_order
    places = functions.keys.map { |name| TEXT =~ /\bworkosds_#{name}\(/ }
    assert_equal places.sort, places
  end

  private

  def structs = WorkOSDS.const_get(:Structs)
  def functions = WorkOSDS::Library.const_get(:FUNCTIONS)
  def members(struct) = TEXT[/typedef struct #{struct} \{(.*?)\} #{struct};/m, 1].scan(/(\w+);/).flatten

  def kinds_of(parameter)
    kind = parameter.sub(/\w+\z/, "").strip
    return [Fiddle::TYPE_CONST_STRING] if kind == "const char *"

    kind.end_with?("*") ? [Fiddle::TYPE_UINTPTR_T] : [KINDS.fetch(kind)]
  end

  def printed_by_c(statements)
    Dir.mktmpdir do |folder|
      File.write("#{folder}/program.c", <<~C)
        #include "#{PATH}"
        #include <stddef.h>
        #include <stdio.h>
        int main(void) { #{statements} return 0; }
      C
      assert system("cc", "-o", "#{folder}/program", "#{folder}/program.c")
      output, = Open3.capture2("#{folder}/program")
      return output.split.map(&:to_i)
    end
  end
end
