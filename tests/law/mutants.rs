//! Plants every mutant of a folder of Rust files at once, each behind a switch, so that they need one build together.
//!
//! A program of its own, built by `mutate.py`. `mutants FOLDER NAME...` rewrites the named files of the folder and
//! prints one line of JSON for each mutant:
//!
//! - `switch`: planted; the environment variable `MUTANT` with its number turns it on (see `SWITCH` in `mutate.py`);
//! - `edit`: it stands where Rust wants a constant and no call can stand; the script edits the text and builds again.

use std::path::Path;

use proc_macro2::Span;
use serde_json::json;
use syn::spanned::Spanned;
use syn::visit_mut::{self, VisitMut};
use syn::{BinOp, Expr, ExprBinary, ExprMethodCall, Lit, UnOp, parse_quote};

/// Calls that answer yes or no, whose answer is turned round.
const QUESTIONS: &[&str] = &[
    "is",
    "is_some",
    "is_none",
    "contains",
    "is_some_and",
    "is_none_or",
    "any",
    "all",
];
/// Calls that are exchanged for their opposite.
const OPPOSITES: &[(&str, &str)] = &[
    ("says", "denies"),
    ("denies", "says"),
    ("min", "max"),
    ("max", "min"),
];

fn main() {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().expect("a folder");
    let mut planted = 0;
    for name in arguments {
        let path = Path::new(&folder).join(&name);
        let text = std::fs::read_to_string(&path).expect("a file of rules");
        let mut file = syn::parse_file(&text).expect("Rust");
        let mut planter = Planter {
            name: &name,
            planted,
            constant: false,
        };
        planter.visit_file_mut(&mut file);
        planted = planter.planted;
        std::fs::write(&path, quote::quote!(#file).to_string()).expect("the file can be written");
    }
}

struct Planter<'a> {
    name: &'a str,
    planted: u32,
    /// Inside a constant, where no switch can be asked.
    constant: bool,
}

impl Planter<'_> {
    /// Tells of a mutant and gives its number.
    fn plant(&mut self, span: Span, new: &str) -> u32 {
        let (from, to) = (span.start(), span.end());
        self.planted += 1;
        println!(
            "{}",
            json!({
                "number": self.planted, "file": self.name, "mode": if self.constant { "edit" } else { "switch" },
                "line": from.line, "from": from.column, "to": if to.line == from.line { to.column } else { from.column },
                "new": new,
            })
        );
        self.planted
    }

    fn in_constant(&mut self, visit: impl FnOnce(&mut Self)) {
        let before = std::mem::replace(&mut self.constant, true);
        visit(self);
        self.constant = before;
    }

    fn binary(&mut self, binary: &ExprBinary) -> Option<Expr> {
        let (left, right, op) = (&binary.left, &binary.right, &binary.op);
        if self.constant {
            self.plant(op.span(), opposite(op)?);
            return None;
        }
        if has_let(left) || has_let(right) {
            return None;
        }
        let number = self.plant(op.span(), opposite(op)?);
        Some(match op {
            BinOp::Lt(_) => parse_quote!(crate::mutant::less(#number, &(#left), &(#right))),
            BinOp::Le(_) => parse_quote!((!crate::mutant::less(#number, &(#right), &(#left)))),
            BinOp::Gt(_) => parse_quote!(crate::mutant::less(#number, &(#right), &(#left))),
            BinOp::Ge(_) => parse_quote!((!crate::mutant::less(#number, &(#left), &(#right)))),
            BinOp::And(_) => {
                parse_quote!({ let left: bool = #left; if left == crate::mutant::on(#number) { left } else { #right } })
            }
            BinOp::Or(_) => {
                parse_quote!({ let left: bool = #left; if left != crate::mutant::on(#number) { left } else { #right } })
            }
            _ => parse_quote!(((#left #op #right) != crate::mutant::on(#number))),
        })
    }

    fn call(&mut self, call: &ExprMethodCall) -> Option<Expr> {
        let name = call.method.to_string();
        if let Some((_, other)) = OPPOSITES.iter().find(|(one, _)| *one == name) {
            let number = self.plant(call.method.span(), other);
            let mut opposite = call.clone();
            opposite.method = syn::Ident::new(other, call.method.span());
            return (!self.constant).then(
                || parse_quote!((if crate::mutant::on(#number) { #opposite } else { #call })),
            );
        }
        if QUESTIONS.contains(&name.as_str()) && !self.constant {
            let number = self.plant(call.method.span(), &format!("not {name}"));
            return Some(parse_quote!(((#call) != crate::mutant::on(#number))));
        }
        None
    }

    fn literal(&mut self, literal: &Lit) -> Option<Expr> {
        match literal {
            Lit::Bool(flag) => {
                let number = self.plant(flag.span(), if flag.value { "false" } else { "true" });
                (!self.constant).then(|| parse_quote!((#flag != crate::mutant::on(#number))))
            }
            Lit::Int(digits) => {
                let value: u128 = digits.base10_parse().expect("an integer");
                let next = format!("{}{}", value + 1, digits.suffix());
                let number = self.plant(digits.span(), &next);
                let next = syn::LitInt::new(&next, digits.span());
                (!self.constant).then(
                    || parse_quote!((if crate::mutant::on(#number) { #next } else { #digits })),
                )
            }
            _ => None,
        }
    }

    /// `matches!(value, pattern if guard)`.
    fn matches(&mut self, call: &mut syn::Macro) {
        let parts = |input: syn::parse::ParseStream<'_>| {
            let value: Expr = input.parse()?;
            input.parse::<syn::Token![,]>()?;
            let pattern = syn::Pat::parse_multi_with_leading_vert(input)?;
            let guard: Option<(syn::Token![if], Expr)> =
                match input.parse::<Option<syn::Token![if]>>()? {
                    Some(token) => Some((token, input.parse()?)),
                    None => None,
                };
            input.parse::<Option<syn::Token![,]>>()?;
            Ok((value, pattern, guard))
        };
        let (mut value, mut pattern, guard) =
            call.parse_body_with(parts).expect("the parts of matches!");
        self.visit_expr_mut(&mut value);
        self.visit_pat_mut(&mut pattern);
        let guard = guard.map(|(token, mut guard)| {
            self.visit_expr_mut(&mut guard);
            self.condition(token.span, &mut guard);
            quote::quote!(if #guard)
        });
        call.tokens = quote::quote!(#value, #pattern #guard);
    }

    fn condition(&mut self, span: Span, condition: &mut Expr) {
        if !self.constant && !has_let(condition) && !is_turned_already(condition) {
            let number = self.plant(span, "if not");
            *condition = parse_quote!(((#condition) != crate::mutant::on(#number)));
        }
    }
}

impl VisitMut for Planter<'_> {
    fn visit_attribute_mut(&mut self, _: &mut syn::Attribute) {}

    fn visit_item_mod_mut(&mut self, module: &mut syn::ItemMod) {
        if module.attrs.is_empty() {
            visit_mut::visit_item_mod_mut(self, module);
        }
    }

    fn visit_item_const_mut(&mut self, item: &mut syn::ItemConst) {
        self.in_constant(|planter| visit_mut::visit_item_const_mut(planter, item));
    }

    fn visit_impl_item_const_mut(&mut self, item: &mut syn::ImplItemConst) {
        self.in_constant(|planter| visit_mut::visit_impl_item_const_mut(planter, item));
    }

    fn visit_item_static_mut(&mut self, item: &mut syn::ItemStatic) {
        self.in_constant(|planter| visit_mut::visit_item_static_mut(planter, item));
    }

    fn visit_item_fn_mut(&mut self, function: &mut syn::ItemFn) {
        match function.sig.constness {
            Some(_) => self.in_constant(|planter| visit_mut::visit_item_fn_mut(planter, function)),
            None => visit_mut::visit_item_fn_mut(self, function),
        }
    }

    fn visit_impl_item_fn_mut(&mut self, function: &mut syn::ImplItemFn) {
        match function.sig.constness {
            Some(_) => {
                self.in_constant(|planter| visit_mut::visit_impl_item_fn_mut(planter, function))
            }
            None => visit_mut::visit_impl_item_fn_mut(self, function),
        }
    }

    fn visit_type_mut(&mut self, kind: &mut syn::Type) {
        self.in_constant(|planter| visit_mut::visit_type_mut(planter, kind));
    }

    fn visit_pat_mut(&mut self, pattern: &mut syn::Pat) {
        self.in_constant(|planter| visit_mut::visit_pat_mut(planter, pattern));
    }

    /// Numbers in macros that hold plain expressions, such as `vec![24, 27]`, are numbers of the law as well.
    fn visit_macro_mut(&mut self, call: &mut syn::Macro) {
        type List = syn::punctuated::Punctuated<Expr, syn::Token![,]>;
        if call.path.is_ident("matches") {
            return self.matches(call);
        }
        if let Ok(mut list) = call.parse_body_with(List::parse_terminated) {
            list.iter_mut()
                .for_each(|expression| self.visit_expr_mut(expression));
            call.tokens = quote::quote!(#list);
        }
    }

    fn visit_arm_mut(&mut self, arm: &mut syn::Arm) {
        visit_mut::visit_arm_mut(self, arm);
        if let Some((token, guard)) = &mut arm.guard {
            self.condition(token.span, guard);
        }
    }

    fn visit_expr_if_mut(&mut self, branch: &mut syn::ExprIf) {
        let turned = is_turned_already(&branch.cond);
        visit_mut::visit_expr_if_mut(self, branch);
        if !turned {
            self.condition(branch.if_token.span, &mut branch.cond);
        }
    }

    /// Here stand the literals of patterns as well as those of expressions.
    fn visit_expr_lit_mut(&mut self, literal: &mut syn::ExprLit) {
        if self.constant {
            self.literal(&literal.lit);
        }
    }

    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        // Repetition counts `[x; 3]` are constants; `!` before a question would be the same mutant twice.
        if matches!(expression, Expr::Repeat(_) | Expr::Const(_)) {
            return self.in_constant(|planter| visit_mut::visit_expr_mut(planter, expression));
        }
        visit_mut::visit_expr_mut(self, expression);
        let planted = match &*expression {
            Expr::Binary(binary) => self.binary(binary),
            Expr::MethodCall(call) => self.call(call),
            Expr::Lit(literal) if !self.constant => self.literal(&literal.lit),
            _ => None,
        };
        if let Some(planted) = planted {
            *expression = planted;
        }
    }
}

/// What a mutant makes of an operator.
fn opposite(op: &BinOp) -> Option<&'static str> {
    Some(match op {
        BinOp::Lt(_) => "<=",
        BinOp::Le(_) => "<",
        BinOp::Gt(_) => ">=",
        BinOp::Ge(_) => ">",
        BinOp::Eq(_) => "!=",
        BinOp::Ne(_) => "==",
        BinOp::And(_) => "||",
        BinOp::Or(_) => "&&",
        _ => return None,
    })
}

/// Does turning this condition round repeat a mutant that stands inside it already?
fn is_turned_already(condition: &Expr) -> bool {
    match condition {
        Expr::Unary(unary) if matches!(unary.op, UnOp::Not(_)) => is_turned_already(&unary.expr),
        Expr::Paren(paren) => is_turned_already(&paren.expr),
        Expr::Binary(binary) => matches!(binary.op, BinOp::Eq(_) | BinOp::Ne(_)),
        Expr::MethodCall(call) => QUESTIONS.contains(&call.method.to_string().as_str()),
        _ => false,
    }
}

/// A condition with `let` in it cannot be put into a call.
fn has_let(expression: &Expr) -> bool {
    match expression {
        Expr::Let(_) => true,
        Expr::Binary(binary) => has_let(&binary.left) || has_let(&binary.right),
        Expr::Paren(paren) => has_let(&paren.expr),
        _ => false,
    }
}
