/// SVG to PNG with librsvg and cairo.
#include <cairo.h>
#include <librsvg/rsvg.h>

#include <cmath>
#include <memory>
#include <string>

#include "engine.hpp"

namespace busyhour::detail {
namespace {

struct Unref {
  void operator()(gpointer object) const { g_object_unref(object); }
};

cairo_status_t append(void* to, const unsigned char* bytes, unsigned int size) {
  static_cast<std::string*>(to)->append(reinterpret_cast<const char*>(bytes), size);
  return CAIRO_STATUS_SUCCESS;
}

std::string message_of(GError* e) {
  std::string text = e ? e->message : "the picture cannot be read";
  if (e) g_error_free(e);
  return text;
}

}  // namespace

std::string rasterised(const std::string& svg, double scale) {
  GError* wrong = nullptr;
  const std::unique_ptr<RsvgHandle, Unref> handle{
      rsvg_handle_new_from_data(reinterpret_cast<const guint8*>(svg.data()), svg.size(), &wrong)};
  if (!handle) throw DrawingFailed{message_of(wrong)};
  double width = 0, height = 0;
  if (!rsvg_handle_get_intrinsic_size_in_pixels(handle.get(), &width, &height))
    throw DrawingFailed{"the picture does not say how large it is"};
  const auto pixels = [scale](double size) { return static_cast<int>(std::ceil(size * scale)); };
  const std::unique_ptr<cairo_surface_t, decltype(&cairo_surface_destroy)> surface{
      cairo_image_surface_create(CAIRO_FORMAT_ARGB32, pixels(width), pixels(height)), &cairo_surface_destroy};
  const std::unique_ptr<cairo_t, decltype(&cairo_destroy)> pen{cairo_create(surface.get()), &cairo_destroy};
  const RsvgRectangle all{0, 0, width * scale, height * scale};
  if (!rsvg_handle_render_document(handle.get(), pen.get(), &all, &wrong)) throw DrawingFailed{message_of(wrong)};
  std::string bytes;
  if (const auto status = cairo_surface_write_to_png_stream(surface.get(), &append, &bytes);
      status != CAIRO_STATUS_SUCCESS)
    throw DrawingFailed{cairo_status_to_string(status)};
  return bytes;
}

}  // namespace busyhour::detail
