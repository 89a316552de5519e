"""The assessment form as a workbook, in one language, empty or filled."""

from estimator.render.form.workbook import form_bytes, write_form

__all__ = ["form_bytes", "write_form"]
