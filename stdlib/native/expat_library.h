// The functions of libexpat that pyexpat uses, loaded when it is first imported.
#pragma once

#include <expat.h>

#include "stdlib/native/lazy_library.h"

namespace gilded {

// clang-format off
#define EXPAT_LIBRARY_FUNCTIONS(X) \
  X(XML_ParserCreate_MM) X(XML_ParserFree) X(XML_Parse) X(XML_StopParser) X(XML_SetUserData) \
  X(XML_ErrorString) X(XML_ExpatVersion) X(XML_GetErrorCode) X(XML_GetCurrentLineNumber) \
  X(XML_GetCurrentColumnNumber) X(XML_GetCurrentByteIndex) X(XML_SetBase) X(XML_GetBase) \
  X(XML_GetInputContext) X(XML_ExternalEntityParserCreate) X(XML_SetParamEntityParsing) X(XML_UseForeignDTD) \
  X(XML_SetHashSalt) X(XML_SetReturnNSTriplet) X(XML_GetSpecifiedAttributeCount) X(XML_FreeContentModel) \
  X(XML_SetEncoding) X(XML_SetStartElementHandler) X(XML_SetEndElementHandler) \
  X(XML_SetProcessingInstructionHandler) X(XML_SetCharacterDataHandler) X(XML_SetUnparsedEntityDeclHandler) \
  X(XML_SetNotationDeclHandler) X(XML_SetStartNamespaceDeclHandler) X(XML_SetEndNamespaceDeclHandler) \
  X(XML_SetCommentHandler) X(XML_SetStartCdataSectionHandler) X(XML_SetEndCdataSectionHandler) \
  X(XML_SetDefaultHandler) X(XML_SetDefaultHandlerExpand) X(XML_SetNotStandaloneHandler) \
  X(XML_SetExternalEntityRefHandler) X(XML_SetStartDoctypeDeclHandler) X(XML_SetEndDoctypeDeclHandler) \
  X(XML_SetEntityDeclHandler) X(XML_SetXmlDeclHandler) X(XML_SetElementDeclHandler) \
  X(XML_SetAttlistDeclHandler) X(XML_SetSkippedEntityHandler) X(XML_SetUnknownEncodingHandler)
// clang-format on

struct ExpatLibrary {
  LAZY_FUNCTIONS(EXPAT_LIBRARY_FUNCTIONS)
  LazyLibrary library{"libexpat.so.1"};
  ExpatLibrary() { EXPAT_LIBRARY_FUNCTIONS(LAZY_FIND) }
};

inline const ExpatLibrary& expat_library() {
  static const ExpatLibrary library;
  return library;
}

}  // namespace gilded
