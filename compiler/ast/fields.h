// The fields of every node, in Python's order: the one list that everything generic asks (the dump, the transfer to
// Python's own trees).
#pragma once

#include <utility>

#include "compiler/ast/ast.h"

namespace gilded::compiler {

// visit(name, field) for each field of the node. Of the Boolean ones Python shows "simple" and "is_async" as 0 or 1,
// "kind" as None or 'u'.
template <typename NodePointer, typename Visit>
void visit_fields(NodePointer node, Visit&& visit) {
#define IS(type)              \
  break;                      \
  case ast::NodeKind::type: { \
    [[maybe_unused]] auto* n = ast::as<ast::type>(node);
#define FIELD(field) visit(#field, n->field)
#define END }
  // clang-format off
  switch (node->kind) {
    IS(Module) FIELD(body); END
    IS(Interactive) FIELD(body); END
    IS(Expression) FIELD(body); END
    IS(FunctionDef) FIELD(name); FIELD(args); FIELD(body); FIELD(decorator_list); FIELD(returns);
      FIELD(type_params); END
    IS(AsyncFunctionDef) FIELD(name); FIELD(args); FIELD(body); FIELD(decorator_list); FIELD(returns);
      FIELD(type_params); END
    IS(ClassDef) FIELD(name); FIELD(bases); FIELD(keywords); FIELD(body); FIELD(decorator_list);
      FIELD(type_params); END
    IS(Return) FIELD(value); END
    IS(Delete) FIELD(targets); END
    IS(Assign) FIELD(targets); FIELD(value); END
    IS(TypeAlias) FIELD(name); FIELD(type_params); FIELD(value); END
    IS(AugAssign) FIELD(target); FIELD(op); FIELD(value); END
    IS(AnnAssign) FIELD(target); FIELD(annotation); FIELD(value); FIELD(simple); END
    IS(For) FIELD(target); FIELD(iter); FIELD(body); FIELD(orelse); END
    IS(AsyncFor) FIELD(target); FIELD(iter); FIELD(body); FIELD(orelse); END
    IS(While) FIELD(test); FIELD(body); FIELD(orelse); END
    IS(If) FIELD(test); FIELD(body); FIELD(orelse); END
    IS(With) FIELD(items); FIELD(body); END
    IS(AsyncWith) FIELD(items); FIELD(body); END
    IS(Match) FIELD(subject); FIELD(cases); END
    IS(Raise) FIELD(exc); FIELD(cause); END
    IS(Try) FIELD(body); FIELD(handlers); FIELD(orelse); FIELD(finalbody); END
    IS(TryStar) FIELD(body); FIELD(handlers); FIELD(orelse); FIELD(finalbody); END
    IS(Assert) FIELD(test); FIELD(msg); END
    IS(Import) FIELD(names); END
    IS(ImportFrom) FIELD(module); FIELD(names); FIELD(level); END
    IS(Global) FIELD(names); END
    IS(Nonlocal) FIELD(names); END
    IS(Expr) FIELD(value); END
    IS(Pass) END
    IS(Break) END
    IS(Continue) END
    IS(BoolOp) FIELD(op); FIELD(values); END
    IS(NamedExpr) FIELD(target); FIELD(value); END
    IS(BinOp) FIELD(left); FIELD(op); FIELD(right); END
    IS(UnaryOp) FIELD(op); FIELD(operand); END
    IS(Lambda) FIELD(args); FIELD(body); END
    IS(IfExp) FIELD(test); FIELD(body); FIELD(orelse); END
    IS(Dict) FIELD(keys); FIELD(values); END
    IS(Set) FIELD(elts); END
    IS(ListComp) FIELD(elt); FIELD(generators); END
    IS(SetComp) FIELD(elt); FIELD(generators); END
    IS(DictComp) FIELD(key); FIELD(value); FIELD(generators); END
    IS(GeneratorExp) FIELD(elt); FIELD(generators); END
    IS(Await) FIELD(value); END
    IS(Yield) FIELD(value); END
    IS(YieldFrom) FIELD(value); END
    IS(Compare) FIELD(left); FIELD(ops); FIELD(comparators); END
    IS(Call) FIELD(func); FIELD(args); FIELD(keywords); END
    IS(FormattedValue) FIELD(value); FIELD(conversion); FIELD(format_spec); END
    IS(JoinedStr) FIELD(values); END
    IS(Constant) FIELD(value); visit("kind", n->has_u_prefix); END
    IS(Attribute) FIELD(value); FIELD(attr); FIELD(ctx); END
    IS(Subscript) FIELD(value); FIELD(slice); FIELD(ctx); END
    IS(Starred) FIELD(value); FIELD(ctx); END
    IS(Name) FIELD(id); FIELD(ctx); END
    IS(List) FIELD(elts); FIELD(ctx); END
    IS(Tuple) FIELD(elts); FIELD(ctx); END
    IS(Slice) FIELD(lower); FIELD(upper); FIELD(step); END
    IS(MatchValue) FIELD(value); END
    IS(MatchSingleton) FIELD(value); END
    IS(MatchSequence) FIELD(patterns); END
    IS(MatchMapping) FIELD(keys); FIELD(patterns); FIELD(rest); END
    IS(MatchClass) FIELD(cls); FIELD(patterns); FIELD(kwd_attrs); FIELD(kwd_patterns); END
    IS(MatchStar) FIELD(name); END
    IS(MatchAs) FIELD(pattern); FIELD(name); END
    IS(MatchOr) FIELD(patterns); END
    IS(TypeVar) FIELD(name); FIELD(bound); FIELD(default_value); END
    IS(ParamSpec) FIELD(name); FIELD(default_value); END
    IS(TypeVarTuple) FIELD(name); FIELD(default_value); END
    IS(Comprehension) FIELD(target); FIELD(iter); FIELD(ifs); FIELD(is_async); END
    IS(ExceptHandler) FIELD(type); FIELD(name); FIELD(body); END
    IS(Arguments) FIELD(posonlyargs); FIELD(args); FIELD(vararg); FIELD(kwonlyargs); FIELD(kw_defaults);
      FIELD(kwarg); FIELD(defaults); END
    IS(Arg) FIELD(arg); FIELD(annotation); END
    IS(Keyword) FIELD(arg); FIELD(value); END
    IS(Alias) FIELD(name); FIELD(asname); END
    IS(WithItem) FIELD(context_expr); FIELD(optional_vars); END
    IS(MatchCase) FIELD(pattern); FIELD(guard); FIELD(body); END
  }
  // clang-format on
#undef IS
#undef FIELD
#undef END
}

inline bool has_position(ast::NodeKind kind) {
  switch (kind) {
    case ast::NodeKind::Module:
    case ast::NodeKind::Interactive:
    case ast::NodeKind::Expression:
    case ast::NodeKind::Comprehension:
    case ast::NodeKind::Arguments:
    case ast::NodeKind::WithItem:
    case ast::NodeKind::MatchCase:
      return false;
    default:
      return true;
  }
}

}  // namespace gilded::compiler
