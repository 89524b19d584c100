#include "completion.hpp"

#include <CLI/CLI.hpp>

namespace busyhour {

namespace {

/// The options of a command, long ones first: "--set --seed -o".
std::string options_of(const CLI::App& command) {
  std::string words;
  for (const CLI::Option* option : command.get_options()) {
    for (const std::string& name : option->get_lnames()) words += " --" + name;
    for (const std::string& name : option->get_snames()) words += " -" + name;
  }
  return words.empty() ? words : words.substr(1);
}

}  // namespace

std::string bash_completion(const CLI::App& app) {
  std::string commands, cases;
  for (const CLI::App* command : app.get_subcommands({})) {
    commands += (commands.empty() ? "" : " ") + command->get_name();
    cases += "    " + command->get_name() + ") words=\"" + options_of(*command) + "\" ;;\n";
  }
  return "_busyhour() {\n  local word=${COMP_WORDS[COMP_CWORD]} words\n  case ${COMP_WORDS[1]} in\n" + cases +
         "    *) words=\"\" ;;\n  esac\n" + "  if [ \"$COMP_CWORD\" = 1 ]; then COMPREPLY=($(compgen -W \"" + commands +
         "\" -- \"$word\"))\n" +
         "  elif [ \"${word#-}\" != \"$word\" ]; then COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n" +
         "  else COMPREPLY=($(compgen -f -- \"$word\")); fi\n}\n" +
         "complete -o filenames -F _busyhour busyhour ./busyhour\n";
}

}  // namespace busyhour
