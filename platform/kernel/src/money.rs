//! Money: whole cents of a euro, and shares in basis points. No floating point.

use std::{
    iter::Sum,
    ops::{Add, Sub},
};

use serde::{Deserialize, Serialize};

/// An amount in cents of a euro; may be negative in books, never in a price.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cents(pub i64);

impl Cents {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// `quantity` times this amount, or `None` when it does not fit.
    #[must_use]
    pub const fn times(self, quantity: i64) -> Option<Self> {
        match self.0.checked_mul(quantity) {
            Some(cents) => Some(Self(cents)),
            None => None,
        }
    }

    /// The share `basis_points` / 10 000 of this amount, rounded half up, once.
    #[must_use]
    pub const fn share(self, basis_points: i64) -> Self {
        Self((self.0 * basis_points + 5_000).div_euclid(10_000))
    }

    /// The amount as a database column holds it, or `None` when it does not fit.
    #[must_use]
    pub fn to_i32(self) -> Option<i32> {
        i32::try_from(self.0).ok()
    }
}

impl From<i32> for Cents {
    fn from(cents: i32) -> Self {
        Self(i64::from(cents))
    }
}

impl Add for Cents {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Sub for Cents {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl Sum for Cents {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}
