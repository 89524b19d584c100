#include "pictures.hpp"

#include <filesystem>

#include "busyhour/experiment/folder.hpp"

namespace busyhour {

namespace {

namespace fs = std::filesystem;

void make_folder(const std::string& asked, const char* option) {
  if (asked.empty()) return;
  std::error_code e;
  fs::create_directories(asked, e);
  if (e || !fs::is_directory(asked)) throw FolderRefused{asked + ": " + option + " takes a folder that can be made"};
}

}  // namespace

void require_pictures(const Options& options) {
  if (options.svg.empty() && options.png.empty()) return;
  if (!make_renderer()) throw FolderRefused{"--svg and --png: " + why_no_renderer()};
  make_folder(options.svg, "--svg");
  make_folder(options.png, "--png");
}

void draw_pictures(const NamedSpecs& specs, const Options& options) {
  if (options.svg.empty() && options.png.empty()) return;
  const auto renderer = make_renderer();
  for (const auto& [folder, picture] : {std::pair{options.svg, Picture::svg}, std::pair{options.png, Picture::png}})
    if (!folder.empty())
      for (const auto& [name, bytes] : pictures_of(specs, picture, *renderer))
        write_file(fs::path{folder} / name, bytes);
}

}  // namespace busyhour
