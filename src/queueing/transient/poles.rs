//! The rational function of degree 16 that is nearest to e^x on the negative half line, as a sum over its poles, and a
//! complex number for each of those above the real line: all eight at once, as a processor likes it.
//!
//! Source: Pusa (2011), "Rational approximations to the matrix exponential in burnup calculations"; the numbers after
//! Caratheodory and Fejer, computed to 20 digits as in Trefethen, Weideman and Schmelzer (2006), "Talbot quadratures and
//! rational approximations".

/// The number of poles above the real line.
const COUNT: usize = 8;
/// One for each pole.
type Each = [f64; COUNT];

/// z_i.
pub(super) const POLES: Complex = Complex {
    real: [
        6.416_177_699_099_436,
        5.948_152_268_951_18,
        4.993_174_737_717_998_5,
        3.509_103_608_414_920_7,
        1.419_375_897_185_669_1,
        -1.413_928_462_488_882_4,
        -5.264_971_343_442_642,
        -10.843_917_078_696_98,
    ],
    imaginary: [
        1.194_122_393_370_138_8,
        3.587_457_362_018_322_5,
        5.996_881_713_603_943,
        8.436_198_985_884_376,
        10.925_363_484_496_724,
        13.497_725_698_892_747,
        16.220_221_473_167_932,
        19.277_446_167_181_658,
    ],
};
/// a_i.
const RESIDUES: Complex = Complex {
    real: [
        -64.500_878_025_539_78,
        113.397_751_784_839_54,
        -62.518_392_463_208_07,
        15.059_585_270_023_515,
        -1.479_300_711_355_807_2,
        0.041_023_136_835_410_49,
        0.000_211_517_421_824_647_68,
        -5.090_152_186_521_197e-7,
    ],
    imaginary: [
        -224.594_407_626_521_5,
        101.947_217_042_158_84,
        -11.190_391_094_283_296,
        -5.751_405_277_642_184,
        1.768_658_832_378_297_2,
        -0.157_434_661_734_555_2,
        0.004_389_296_964_738_089,
        -2.422_001_765_285_245e-5,
    ],
};

/// A complex number for each pole.
#[derive(Debug, Clone, Copy)]
pub(super) struct Complex {
    real: Each,
    imaginary: Each,
}

impl Complex {
    pub const NONE: Complex = Complex { real: [0.0; COUNT], imaginary: [0.0; COUNT] };

    pub fn plus(&self, real: f64) -> Complex {
        Complex { real: std::array::from_fn(|pole| self.real[pole] + real), ..*self }
    }

    pub fn plus_all(&self, other: &Complex) -> Complex {
        Complex {
            real: std::array::from_fn(|pole| self.real[pole] + other.real[pole]),
            imaginary: std::array::from_fn(|pole| self.imaginary[pole] + other.imaginary[pole]),
        }
    }

    pub fn times_real(&self, real: f64) -> Complex {
        Complex {
            real: std::array::from_fn(|pole| self.real[pole] * real),
            imaginary: std::array::from_fn(|pole| self.imaginary[pole] * real),
        }
    }

    pub fn times(&self, other: &Complex) -> Complex {
        Complex {
            real: std::array::from_fn(|pole| {
                self.real[pole] * other.real[pole] - self.imaginary[pole] * other.imaginary[pole]
            }),
            imaginary: std::array::from_fn(|pole| {
                self.real[pole] * other.imaginary[pole] + self.imaginary[pole] * other.real[pole]
            }),
        }
    }

    pub fn inverse(&self) -> Complex {
        let size: Each = std::array::from_fn(|pole| {
            1.0 / (self.real[pole] * self.real[pole] + self.imaginary[pole] * self.imaginary[pole])
        });
        Complex {
            real: std::array::from_fn(|pole| self.real[pole] * size[pole]),
            imaginary: std::array::from_fn(|pole| -self.imaginary[pole] * size[pole]),
        }
    }

    /// -2 Re sum of a_i times these.
    pub fn sum(&self) -> f64 {
        let terms: Each = std::array::from_fn(|pole| {
            RESIDUES.real[pole] * self.real[pole] - RESIDUES.imaginary[pole] * self.imaginary[pole]
        });
        -2.0 * terms.iter().sum::<f64>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sum_over_the_poles_is_the_exponential() {
        for x in [0.0, 0.1, 1.0, 5.0, 30.0, 1e3, 1e6] {
            let found = POLES.plus(x).inverse().sum();
            assert!((found - f64::exp(-x)).abs() < 2e-14, "{x}: {found}");
        }
    }
}
