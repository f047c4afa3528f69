#include "compiler/ast/unparse.h"

#include <fmt/format.h>

#include <cmath>

#include "compiler/literal_text.h"

namespace gilded::compiler {

using namespace ast;

namespace {

// Binding strengths, weakest first; an operand weaker than its place demands gets parentheses.
enum Level {
  kTest,  // lambda, if else
  kOr,
  kAnd,
  kNot,
  kCompare,
  kBitOr,
  kBitXor,
  kBitAnd,
  kShift,
  kArithmetic,
  kTerm,
  kFactor,
  kPower,
  kAwait,
  kAtom,
};
// := and tuples are weaker than every place but the outermost.
constexpr int kTuple = -1;

int up(int level) {
  return level + 1;
}

// Infinity has no literal of its own.
std::string finite_text(double value) {
  return std::isinf(value) ? "1e309" : float_text(value);
}

std::string constant_text(const ConstantValue& value) {
  return std::visit(
      [](const auto& item) -> std::string {
        using T = std::decay_t<decltype(item)>;
        if constexpr (std::is_same_v<T, NoneValue>) {
          return "None";
        } else if constexpr (std::is_same_v<T, bool>) {
          return item ? "True" : "False";
        } else if constexpr (std::is_same_v<T, EllipsisValue>) {
          return "...";
        } else if constexpr (std::is_same_v<T, IntegerValue>) {
          if (item.fits_int64) return fmt::format("{}", item.small);
          return integer_text(item.digits, item.base);
        } else if constexpr (std::is_same_v<T, double>) {
          return finite_text(item);
        } else if constexpr (std::is_same_v<T, ImaginaryValue>) {
          std::string text = finite_text(item.value);
          if (text.ends_with(".0")) text.resize(text.size() - 2);
          return text + "j";
        } else if constexpr (std::is_same_v<T, StringValue>) {
          return quoted_text(item.text, false);
        } else {
          return quoted_text(item.bytes, true);
        }
      },
      value);
}

class Unparser {
 public:
  std::string take() { return std::move(text_); }

  void expression(const ExpressionNode* node, int level) {
    switch (node->kind) {
      case NodeKind::BoolOp: {
        auto* operation = as<BoolOp>(node);
        int own = operation->op == BoolOperator::And ? kAnd : kOr;
        Parentheses parentheses(*this, level > own);
        for (size_t i = 0; i < operation->values.size(); i++) {
          if (i > 0) text_ += operation->op == BoolOperator::And ? " and " : " or ";
          expression(operation->values[i], up(own));
        }
        break;
      }
      case NodeKind::NamedExpr: {
        Parentheses parentheses(*this, level > kTuple);
        expression(as<NamedExpr>(node)->target, kAtom);
        text_ += " := ";
        expression(as<NamedExpr>(node)->value, kAtom);
        break;
      }
      case NodeKind::BinOp:
        binary(as<BinOp>(node), level);
        break;
      case NodeKind::UnaryOp: {
        auto* operation = as<UnaryOp>(node);
        int own = operation->op == UnaryOperator::Not ? kNot : kFactor;
        Parentheses parentheses(*this, level > own);
        text_ += operation->op == UnaryOperator::Not      ? "not "
                 : operation->op == UnaryOperator::Invert ? "~"
                 : operation->op == UnaryOperator::UAdd   ? "+"
                                                          : "-";
        expression(operation->operand, own);
        break;
      }
      case NodeKind::Lambda: {
        Parentheses parentheses(*this, level > kTest);
        std::string parameters = arguments_text(as<Lambda>(node)->args);
        text_ += parameters.empty() ? "lambda" : "lambda " + parameters;
        text_ += ": ";
        expression(as<Lambda>(node)->body, kTest);
        break;
      }
      case NodeKind::IfExp: {
        Parentheses parentheses(*this, level > kTest);
        expression(as<IfExp>(node)->body, up(kTest));
        text_ += " if ";
        expression(as<IfExp>(node)->test, up(kTest));
        text_ += " else ";
        expression(as<IfExp>(node)->orelse, kTest);
        break;
      }
      case NodeKind::Dict: {
        auto* dict = as<Dict>(node);
        text_ += '{';
        for (size_t i = 0; i < dict->keys.size(); i++) {
          if (i > 0) text_ += ", ";
          if (dict->keys[i] != nullptr) {
            expression(dict->keys[i], kTest);
            text_ += ": ";
            expression(dict->values[i], kTest);
          } else {
            text_ += "**";
            expression(dict->values[i], kBitOr);
          }
        }
        text_ += '}';
        break;
      }
      case NodeKind::Set:
        text_ += '{';
        list(as<Set>(node)->elts);
        text_ += '}';
        break;
      case NodeKind::ListComp:
        comprehension('[', as<ListComp>(node)->elt, nullptr, as<ListComp>(node)->generators, ']');
        break;
      case NodeKind::SetComp:
        comprehension('{', as<SetComp>(node)->elt, nullptr, as<SetComp>(node)->generators, '}');
        break;
      case NodeKind::DictComp:
        comprehension('{', as<DictComp>(node)->key, as<DictComp>(node)->value, as<DictComp>(node)->generators, '}');
        break;
      case NodeKind::GeneratorExp:
        comprehension('(', as<GeneratorExp>(node)->elt, nullptr, as<GeneratorExp>(node)->generators, ')');
        break;
      case NodeKind::Await: {
        Parentheses parentheses(*this, level > kAwait);
        text_ += "await ";
        expression(as<Await>(node)->value, kAtom);
        break;
      }
      case NodeKind::Yield: {
        text_ += "(yield";
        if (as<Yield>(node)->value != nullptr) {
          text_ += ' ';
          expression(as<Yield>(node)->value, kTest);
        }
        text_ += ')';
        break;
      }
      case NodeKind::YieldFrom:
        text_ += "(yield from ";
        expression(as<YieldFrom>(node)->value, kTest);
        text_ += ')';
        break;
      case NodeKind::Compare: {
        auto* compare = as<Compare>(node);
        Parentheses parentheses(*this, level > kCompare);
        expression(compare->left, up(kCompare));
        static constexpr const char* kSymbols[] = {" == ", " != ", " < ",      " <= ", " > ",
                                                   " >= ", " is ", " is not ", " in ", " not in "};
        for (size_t i = 0; i < compare->ops.size(); i++) {
          text_ += kSymbols[static_cast<size_t>(compare->ops[i])];
          expression(compare->comparators[i], up(kCompare));
        }
        break;
      }
      case NodeKind::Call: {
        auto* call = as<Call>(node);
        expression(call->func, kAtom);
        if (call->args.size() == 1 && call->keywords.empty() && is<GeneratorExp>(call->args[0])) {
          expression(call->args[0], kTest);  // brings its own parentheses
          break;
        }
        text_ += '(';
        bool first = true;
        for (ExpressionNode* argument : call->args) {
          if (!first) text_ += ", ";
          first = false;
          expression(argument, kTest);
        }
        for (Keyword* keyword : call->keywords) {
          if (!first) text_ += ", ";
          first = false;
          text_ += keyword->arg.empty() ? "**" : std::string(keyword->arg) + "=";
          expression(keyword->value, kTest);
        }
        text_ += ')';
        break;
      }
      case NodeKind::FormattedValue:
      case NodeKind::JoinedStr: {
        std::string body;
        formatted(node, body, false);
        text_ += quoted_format(body);
        break;
      }
      case NodeKind::Constant:
        text_ += constant_text(as<Constant>(node)->value);
        break;
      case NodeKind::Attribute: {
        auto* attribute = as<Attribute>(node);
        expression(attribute->value, kAtom);
        // 3.real would read as a float.
        if (is<Constant>(attribute->value) &&
            std::holds_alternative<IntegerValue>(as<Constant>(attribute->value)->value))
          text_ += ' ';
        text_ += '.';
        text_ += attribute->attr;
        break;
      }
      case NodeKind::Subscript:
        expression(as<Subscript>(node)->value, kAtom);
        text_ += '[';
        expression(as<Subscript>(node)->slice, kTuple);
        text_ += ']';
        break;
      case NodeKind::Starred:
        text_ += '*';
        expression(as<Starred>(node)->value, kBitOr);
        break;
      case NodeKind::Name:
        text_ += as<Name>(node)->id;
        break;
      case NodeKind::List:
        text_ += '[';
        list(as<List>(node)->elts);
        text_ += ']';
        break;
      case NodeKind::Tuple: {
        Expressions elements = as<Tuple>(node)->elts;
        if (elements.empty()) {
          text_ += "()";
          break;
        }
        Parentheses parentheses(*this, level > kTuple);
        list(elements);
        if (elements.size() == 1) text_ += ',';
        break;
      }
      case NodeKind::Slice: {
        auto* slice = as<Slice>(node);
        if (slice->lower != nullptr) expression(slice->lower, kTest);
        text_ += ':';
        if (slice->upper != nullptr) expression(slice->upper, kTest);
        if (slice->step != nullptr) {
          text_ += ':';
          expression(slice->step, kTest);
        }
        break;
      }
      default:
        break;
    }
  }

 private:
  class Parentheses {
   public:
    Parentheses(Unparser& unparser, bool needed) : unparser_(unparser), needed_(needed) {
      if (needed_) unparser_.text_ += '(';
    }
    ~Parentheses() {
      if (needed_) unparser_.text_ += ')';
    }

   private:
    Unparser& unparser_;
    bool needed_;
  };

  void list(Expressions elements) {
    for (size_t i = 0; i < elements.size(); i++) {
      if (i > 0) text_ += ", ";
      expression(elements[i], kTest);
    }
  }

  void binary(const BinOp* node, int level) {
    static constexpr struct {
      const char* symbol;
      int level;
      bool right_associative;
    } kOperators[] = {{" + ", kArithmetic, false}, {" - ", kArithmetic, false}, {" * ", kTerm, false},
                      {" @ ", kTerm, false},       {" / ", kTerm, false},       {" % ", kTerm, false},
                      {" ** ", kPower, true},      {" << ", kShift, false},     {" >> ", kShift, false},
                      {" | ", kBitOr, false},      {" ^ ", kBitXor, false},     {" & ", kBitAnd, false},
                      {" // ", kTerm, false}};
    const auto& op = kOperators[static_cast<size_t>(node->op)];
    Parentheses parentheses(*this, level > op.level);
    expression(node->left, op.level + (op.right_associative ? 1 : 0));
    text_ += op.symbol;
    expression(node->right, op.level + (op.right_associative ? 0 : 1));
  }

  void comprehension(char open, const ExpressionNode* element, const ExpressionNode* value,
                     Sequence<Comprehension> generators, char close) {
    text_ += open;
    expression(element, kTest);
    if (value != nullptr) {
      text_ += ": ";
      expression(value, kTest);
    }
    for (Comprehension* generator : generators) {
      text_ += generator->is_async ? " async for " : " for ";
      expression(generator->target, kTuple);
      text_ += " in ";
      expression(generator->iter, up(kTest));
      for (ExpressionNode* condition : generator->ifs) {
        text_ += " if ";
        expression(condition, up(kTest));
      }
    }
    text_ += close;
  }

  static std::string arguments_text(const Arguments* arguments) {
    std::string text;
    auto separate = [&] {
      if (!text.empty()) text += ", ";
    };
    size_t positional = arguments->posonlyargs.size() + arguments->args.size();
    size_t plain = positional - arguments->defaults.size();
    for (size_t i = 0; i < positional; i++) {
      separate();
      bool only = i < arguments->posonlyargs.size();
      text += only ? arguments->posonlyargs[i]->arg : arguments->args[i - arguments->posonlyargs.size()]->arg;
      if (i >= plain) text += "=" + unparse_at(arguments->defaults[i - plain], kTest);
      if (i + 1 == arguments->posonlyargs.size()) text += ", /";
    }
    if (arguments->vararg != nullptr || !arguments->kwonlyargs.empty()) {
      separate();
      text += '*';
      if (arguments->vararg != nullptr) text += arguments->vararg->arg;
    }
    for (size_t i = 0; i < arguments->kwonlyargs.size(); i++) {
      separate();
      text += arguments->kwonlyargs[i]->arg;
      if (arguments->kw_defaults[i] != nullptr) text += "=" + unparse_at(arguments->kw_defaults[i], kTest);
    }
    if (arguments->kwarg != nullptr) {
      separate();
      text += "**";
      text += arguments->kwarg->arg;
    }
    return text;
  }

  static std::string unparse_at(const ExpressionNode* node, int level) {
    Unparser inner;
    inner.expression(node, level);
    return inner.take();
  }

  void formatted(const ExpressionNode* node, std::string& body, bool in_spec) {
    switch (node->kind) {
      case NodeKind::Constant: {
        for (char character : std::get<StringValue>(as<Constant>(node)->value).text) {
          body += character;
          if (character == '{' || character == '}') body += character;
        }
        break;
      }
      case NodeKind::JoinedStr:
        for (ExpressionNode* value : as<JoinedStr>(node)->values) formatted(value, body, in_spec);
        break;
      case NodeKind::FormattedValue: {
        auto* value = as<FormattedValue>(node);
        std::string inner = unparse_at(value->value, up(kTest));
        body += inner.starts_with('{') ? "{ " : "{";
        body += inner;
        if (value->conversion != -1) {
          body += '!';
          body += static_cast<char>(value->conversion);
        }
        if (value->format_spec != nullptr) {
          body += ':';
          formatted(value->format_spec, body, true);
        }
        body += '}';
        break;
      }
      default:
        break;
    }
  }

  static std::string quoted_format(const std::string& body) {
    std::string text = quoted_text(body, false);
    return "f" + text;
  }

  std::string text_;
};

}  // namespace

std::string unparse(const ExpressionNode* node) {
  Unparser unparser;
  unparser.expression(node, kTest);
  return unparser.take();
}

}  // namespace gilded::compiler
