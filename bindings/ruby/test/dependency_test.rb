# frozen_string_literal: true

require "tmpdir"
require_relative "test_helper"

class DependencyTest < WorkOSDSTest
  # The message says which packages to install, not that the library was not found.
  def test_a_library_that_it_needs_is_missing
    skip "there is no C compiler" unless system("cc --version", out: File::NULL, err: File::NULL)
    Dir.mktmpdir do |folder|
      needed = "#{folder}/libneeded.so.4"
      library = "#{folder}/library.so"
      assert system("cc", "-shared", "-o", needed, "-Wl,-soname,libneeded.so.4", "-x", "c", "/dev/null")
      assert system("cc", "-shared", "-Wl,--no-as-needed", "-o", library, "-x", "c", "/dev/null", "-x", "none", needed)
      File.delete(needed)
      _, errors, status = Script.run("", environment: { "WORKOSDS_LIBRARY" => library })
      refute_predicate status, :success?
      assert_match(/apt install libcurl4 libjansson4/, errors)
      refute_match(/was not found/, errors)
      assert_match(/libneeded\.so\.4: cannot open shared object file/, errors)
    end
  end
end
